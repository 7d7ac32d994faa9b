using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Page;

internal static class PageEndpoints
{
    public static void Map(ApiRoutes all)
    {
        all.Open("GET", "/", StatusPage.Handle);
        all.Open("GET", "/status.js", StatusPage.Script);
        all.Open("GET", "/login", SignIn.WithCode);
        all.Post("/login", SignIn.WithKey);
        all.Post("/logout", SignIn.Out);
    }
}
