using Belfry.AspNetCore.Http;
using Belfry.Hosting;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Status;

/// <summary>For probes, without a key, and so without particulars.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Less than the second after which probes give up: what a node can do without must not make it look dead.
    private static readonly TimeSpan PatienceWithTheRest = TimeSpan.FromMilliseconds(500);

    /// <summary><c>GET /health/live</c>: the process answers. Says nothing of the store: a restart would not mend that.</summary>
    public static Task<IResult> Live(ApiCall call) =>
        Task.FromResult(ApiJson.Ok(new Dictionary<string, string> { ["status"] = "ok" }));

    /// <summary>
    /// <c>GET /health/ready</c>: 200 when the store answers in time, else 503. Without workers, or without what else a node
    /// uses and can do without for a while, it is <c>degraded</c>, and ready.
    /// </summary>
    public static async Task<IResult> Ready(ApiCall call)
    {
        var probes = call.Service<IEnumerable<HealthProbe>>().Select(probe => Answer(call, probe)).ToArray();
        try
        {
            var now = await call.Now().AsTask().WaitAsync(Patience, call.Time, call.Cancellation);
            var nodes = await call.Store.Queries.Nodes(call.Cancellation).AsTask().WaitAsync(Patience, call.Time, call.Cancellation);
            (string Name, string Answer)[] parts =
            [
                ("database", "ok"),
                ("workers", nodes.Any(node => node.LeaseUntil > now) ? "ok" : "none"),
                .. await Task.WhenAll(probes),
            ];
            return ApiJson.Ok(Body(parts.All(part => part.Answer == "ok") ? "ok" : "degraded", parts));
        }
        catch (Exception failure) when (failure is TimeoutException or StoreException)
        {
            return ApiJson.Result(
                Body("unavailable", [("database", "unavailable"), .. await Task.WhenAll(probes)]), StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static async Task<(string Name, string Answer)> Answer(ApiCall call, HealthProbe probe)
    {
        try
        {
            await probe.Check(call.Cancellation).AsTask().WaitAsync(PatienceWithTheRest, call.Time, call.Cancellation);
            return (probe.Name, "ok");
        }
        catch (Exception failure) when (failure is TimeoutException or StoreException)
        {
            return (probe.Name, "unavailable");
        }
    }

    private static Dictionary<string, string> Body(string status, IEnumerable<(string Name, string Answer)> parts) =>
        new([KeyValuePair.Create("status", status), .. parts.Select(part => KeyValuePair.Create(part.Name, part.Answer))]);
}
