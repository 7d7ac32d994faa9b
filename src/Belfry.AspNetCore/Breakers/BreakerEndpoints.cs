using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Breakers;

internal static class BreakerEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/breakers", ListBreakers.Handle);
        api.Get("/breakers/{name}", ReadBreaker.Handle);
        api.Post("/breakers/{name}/reset", ResetBreaker.Handle);
        api.Post("/breakers/{name}/isolate", IsolateBreaker.Handle);
    }
}
