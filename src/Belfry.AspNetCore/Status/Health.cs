using Belfry.AspNetCore.Http;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Status;

/// <summary>For probes, without a key, and so without particulars.</summary>
internal static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private sealed record State(string Status);

    /// <summary><c>GET /health/live</c>: the process answers. Says nothing of the store: a restart would not mend that.</summary>
    public static Task<IResult> Live(ApiCall call) => Task.FromResult(ApiJson.Ok(new State("ok")));

    /// <summary><c>GET /health/ready</c>: the store answers in time.</summary>
    public static async Task<IResult> Ready(ApiCall call)
    {
        try
        {
            await call.Now().AsTask().WaitAsync(Patience, call.Time, call.Cancellation);
            return ApiJson.Ok(new State("ok"));
        }
        catch (Exception failure) when (failure is TimeoutException or StoreException)
        {
            return ApiJson.Result(new State("store unavailable"), StatusCodes.Status503ServiceUnavailable);
        }
    }
}
