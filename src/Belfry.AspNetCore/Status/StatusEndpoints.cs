using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Status;

internal static class StatusEndpoints
{
    public static void Map(ApiRoutes api, ApiRoutes all)
    {
        api.Get("/nodes", ListNodes.Handle);
        api.Post("/nodes/{id}/drain", DrainNode.Handle);
        api.Get("/status/overview", Overview.Handle);
        all.Open("GET", "/health/live", Health.Live);
        all.Open("GET", "/health/ready", Health.Ready);
    }
}
