using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Runs;

internal static class RunEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/runs", ListRuns.Handle);
        api.Post("/runs", EnqueueRuns.Handle);
        api.Get(RunAddress.Pattern, ReadRun.Handle);
        api.Get(RunAddress.Pattern + "/attempts", ListAttempts.Handle);
        api.Get(RunAddress.Pattern + "/logs", ReadLog.Handle);
        api.Post(RunAddress.Pattern + "/cancel", CancelRun.Handle);
        api.Post(RunAddress.Pattern + "/retry", RetryRun.Handle);
    }
}
