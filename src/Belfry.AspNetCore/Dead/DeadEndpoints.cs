using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Dead;

internal static class DeadEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/dead", ListLetters.Handle);
        api.Post("/dead/retry", RetryLetters.Handle);
        api.Post("/dead/discard", DiscardLetters.Handle);
        api.Get("/dead/{id}", ReadLetter.Handle);
        api.Post("/dead/{id}/retry", RetryLetter.Handle);
        api.Post("/dead/{id}/discard", DiscardLetter.Handle);
    }
}
