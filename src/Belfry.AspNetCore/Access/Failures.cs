using System.Diagnostics;
using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Schedules;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Belfry.AspNetCore.Access;

/// <summary>Exceptions as answers. What nobody foresaw is logged whole and answered without particulars.</summary>
internal static partial class Failures
{
    public static IResult Answer(Exception failure, HttpContext http) => failure switch
    {
        RequestRefused refused => Problem.Of(refused.Status, refused.Message, refused.Problems),
        JobInvalidException invalid => Problem.Of(invalid.Problems),
        JobNotFoundException missing => Problem.Of(404, missing.Message),
        JobConflictException conflict => Problem.Of(409, conflict.Message),
        ScheduleException unreadable => Problem.Of(409, $"This version cannot read the job's stored schedule: {unreadable.Message}"),
        BadHttpRequestException bad => Problem.Of(bad.StatusCode, bad.Message),
        StoreUnavailableException away => Unavailable(away, http),
        _ => Unforeseen(failure, http),
    };

    // Why is for the log: callers can only send the request again.
    private static IResult Unavailable(StoreUnavailableException away, HttpContext http)
    {
        LogUnavailable(Logger(http), http.Request.Method, http.GetEndpoint()?.DisplayName, away.Message);
        http.Response.Headers.RetryAfter = "1";
        return Problem.Of(503, "What keeps this (the store, or Redis for locks) cannot be reached right now; send the request again.");
    }

    private static IResult Unforeseen(Exception failure, HttpContext http)
    {
        string trace = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        LogFailure(Logger(http), failure, http.Request.Method, http.GetEndpoint()?.DisplayName, trace);
        return Problem.Of(500, $"Something went wrong here, not in your request. The server's log has it under {trace}.");
    }

    private static ILogger Logger(HttpContext http) =>
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Belfry.Api");

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "{Method} {Endpoint} was answered with 503: {Problem}")]
    private static partial void LogUnavailable(ILogger logger, string method, string? endpoint, string problem);

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "{Method} {Endpoint} failed ({Trace})")]
    private static partial void LogFailure(ILogger logger, Exception failure, string method, string? endpoint, string trace);
}
