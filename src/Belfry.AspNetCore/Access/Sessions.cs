using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Access;

/// <summary>Sessions of browsers, in this process's memory: a restart ends them all.</summary>
internal sealed class Sessions(TimeProvider time)
{
    private const int MaxSessions = 1_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly ConcurrentDictionary<string, DateTimeOffset> ends = new();

    /// <summary>Starts a session under a new secret, whatever cookie the browser had before.</summary>
    public void Start(HttpContext http)
    {
        End(http);
        Forget(session => session.Value <= time.GetUtcNow());
        if (ends.Count >= MaxSessions)
        {
            string oldest = ends.MinBy(session => session.Value).Key;
            Forget(session => session.Key == oldest);
        }

        string secret = Secret.New();
        ends[Secret.Hash(secret)] = time.GetUtcNow() + Lifetime;
        http.Response.Cookies.Append(CookieName(http), secret, CookieOptions(http));
    }

    public bool Has(HttpContext http) =>
        http.Request.Cookies[CookieName(http)] is { Length: > 0 } secret
        && ends.TryGetValue(Secret.Hash(secret), out var end)
        && end > time.GetUtcNow();

    public void End(HttpContext http)
    {
        if (http.Request.Cookies[CookieName(http)] is { Length: > 0 } secret)
        {
            ends.TryRemove(Secret.Hash(secret), out _);
            http.Response.Cookies.Delete(CookieName(http), CookieOptions(http));
        }
    }

    private void Forget(Func<KeyValuePair<string, DateTimeOffset>, bool> which)
    {
        foreach (var session in ends.Where(which))
        {
            ends.TryRemove(session);
        }
    }

    // Cookies do not know ports: with the port in the name, two servers on one host do not sign each other out.
    private static string CookieName(HttpContext http) =>
        http.Request.IsHttps ? "__Host-belfry" : $"belfry-{http.Request.Host.Port ?? 80}";

    private static CookieOptions CookieOptions(HttpContext http) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = http.Request.IsHttps,
        Path = "/",
    };
}
