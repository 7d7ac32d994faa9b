using Belfry.Jobs;
using Microsoft.Extensions.Logging;

namespace Belfry.AspNetCore.Http;

/// <summary>Writes to the log who changed what, and why.</summary>
internal static partial class ChangeLog
{
    public static void Record(this ApiCall call, string change, string what, string? reason = null) =>
        Write(call.Service<ILoggerFactory>().CreateLogger("Belfry.Api"), call.By, change, what, reason ?? FromHeader(call) ?? "no reason given");

    // A definition has no field for it: where one is the body, the reason comes percent-encoded in a header.
    private static string? FromHeader(ApiCall call) =>
        call.Http.Request.Headers[Reason.Header] is [{ Length: > 0 } text] && Uri.UnescapeDataString(text) is var reason
        && LabelRules.Line(reason, Reason.MaxLength) is null ? reason : null;

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{By} {Change} {What}: {Reason}")]
    private static partial void Write(ILogger logger, string by, string change, string what, string reason);
}
