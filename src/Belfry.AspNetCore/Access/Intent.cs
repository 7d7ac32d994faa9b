using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Access;

/// <summary>
/// Proof that a change by cookie comes from our own page: a header that no form can send and no foreign script may, and an
/// origin that is ours. SameSite alone would not do: another port of the same host is the same site.
/// </summary>
internal static class Intent
{
    public const string Header = "X-Belfry-Csrf";

    public static void Check(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return;
        }

        string site = request.Headers["Sec-Fetch-Site"].ToString();
        string origin = request.Headers.Origin.ToString();
        bool ours = site is "" or "same-origin" or "none"
            && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}");
        if (!ours || request.Headers[Header].Count == 0)
        {
            throw new RequestRefused(403, $"A change with the session's cookie must come from Belfry's own page, with the header {Header}: 1.");
        }
    }
}
