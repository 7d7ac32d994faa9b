using Microsoft.Extensions.Logging;

namespace Belfry.AspNetCore.Http;

/// <summary>Writes to the log who changed what, and why.</summary>
internal static partial class ChangeLog
{
    public static void Record(this ApiCall call, string change, string what, string? reason = null) =>
        Write(call.Service<ILoggerFactory>().CreateLogger("Belfry.Api"), call.By, change, what, reason ?? "no reason given");

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "{By} {Change} {What}: {Reason}")]
    private static partial void Write(ILogger logger, string by, string change, string what, string reason);
}
