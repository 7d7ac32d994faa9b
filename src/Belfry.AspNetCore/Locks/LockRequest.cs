using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Locks;

namespace Belfry.AspNetCore.Locks;

/// <summary>What requests about one lock say, each part by its rule.</summary>
internal static class LockRequest
{
    /// <summary>The lock's name in the address, where a slash is escaped.</summary>
    public static string Name(ApiCall call)
    {
        string name = JobAddress.Segment(call.Http.Request);
        return LockRules.Name(name) is { } wrong ? throw new JobInvalidException([new JobProblem("name", wrong)]) : name;
    }

    public static string Owner(JsonFields fields, JsonReading reading) =>
        Checked(fields, reading, "owner", fields.Text("owner"), LockRules.Owner, "say who takes it") ?? "";

    public static TimeSpan Ttl(JsonFields fields, JsonReading reading) => Checked(
        fields, reading, "ttl", fields.Duration("ttl"), ttl => LockRules.Ttl(ttl!.Value), "say how long it is held, such as PT10M") ?? default;

    public static long Token(JsonFields fields, JsonReading reading) =>
        Checked(fields, reading, "token", fields.Number("token"), _ => null, "send the one that acquire answered") ?? 0;

    private static T? Checked<T>(JsonFields fields, JsonReading reading, string name, T? value, Func<T, string?> rule, string otherwise)
    {
        string? wrong = value is not null ? rule(value) : fields.Has(name) ? null : $"is missing; {otherwise}.";
        if (wrong is not null)
        {
            reading.Wrong(fields.At(name), wrong);
        }

        return value;
    }
}
