using Belfry.AspNetCore.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Belfry.AspNetCore.Http;

internal delegate Task<IResult> ApiHandler(ApiCall call);

/// <summary>The only way to map an endpoint here: whatever is mapped stands behind the <see cref="Gate"/>.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    // A job's name may have folders. Its percent-encoded form is one segment and always works; the plain form works to this depth.
    private const int PlainFolders = 8;

    public void Get(string pattern, ApiHandler handler) => Map("GET", pattern, handler);

    public void Post(string pattern, ApiHandler handler) => Map("POST", pattern, handler);

    /// <summary>An address of one job, such as <c>/jobs/reports/nightly/next</c>.</summary>
    /// <param name="tail">What follows the name: empty, or <c>/next</c>.</param>
    public void Job(string method, string tail, ApiHandler handler)
    {
        for (int parts = 1; parts <= PlainFolders; parts++)
        {
            var name = Enumerable.Range(0, parts).Select(part => $"{{{JobAddress.Part(part)}}}");
            Map(method, $"/jobs/{string.Join('/', name)}{tail}", handler);
        }
    }

    /// <summary>An address that needs no key.</summary>
    public void Open(string method, string pattern, ApiHandler handler) =>
        routes.MapMethods(pattern, [method], Gate.Wrap(handler)).WithMetadata(new AllowAnonymousAttribute());

    /// <summary>Every address that nothing else matches.</summary>
    public void Anything(ApiHandler handler) => routes.MapFallback("/{**path}", Gate.Wrap(handler));

    private void Map(string method, string pattern, ApiHandler handler) =>
        routes.MapMethods(pattern, [method], Gate.Wrap(handler));
}
