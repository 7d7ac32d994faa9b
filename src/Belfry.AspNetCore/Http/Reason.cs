using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>Why somebody changes something: a field that every change may have.</summary>
internal static class Reason
{
    public const string Header = "X-Belfry-Reason";
    public const int MaxLength = 1_000;

    public static string? Read(JsonFields fields, JsonReading reading)
    {
        string? reason = fields.Text("reason");
        if (reason is not null && LabelRules.Line(reason, MaxLength) is { } wrong)
        {
            reading.Wrong(fields.At("reason"), wrong);
        }

        return reason;
    }

    /// <summary>For changes that need nothing else in their body.</summary>
    public static Task<string?> Read(HttpRequest request) => JsonBody.ReadOptional(request, Read);
}
