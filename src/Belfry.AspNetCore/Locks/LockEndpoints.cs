using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Locks;

internal static class LockEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/locks", ListLocks.Handle);
        api.Get("/locks/stats", CountLocks.Handle);
        api.Post("/locks/{name}/acquire", AcquireLock.Handle);
        api.Post("/locks/{name}/renew", RenewLock.Handle);
        api.Post("/locks/{name}/release", ReleaseLock.Handle);
    }
}
