using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Operations;

internal static class OperationEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/operations", ListOperations.Handle);
        api.Get("/operations/{id}", ReadOperation.Handle);
        api.Post("/operations/{id}/cancel", CancelOperation.Handle);
    }
}
