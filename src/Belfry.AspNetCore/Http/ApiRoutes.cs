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
    public void Get(string pattern, ApiHandler handler) => Map("GET", pattern, handler);

    public void Post(string pattern, ApiHandler handler) => Map("POST", pattern, handler);

    public void Map(string method, string pattern, ApiHandler handler) =>
        routes.MapMethods(pattern, [method], Gate.Wrap(handler));

    /// <summary>An address that needs no key.</summary>
    public void Open(string method, string pattern, ApiHandler handler) =>
        routes.MapMethods(pattern, [method], Gate.Wrap(handler)).WithMetadata(new AllowAnonymousAttribute());

    /// <summary>An address with every method that is not mapped otherwise.</summary>
    public void Any(string pattern, ApiHandler handler) => routes.Map(pattern, Gate.Wrap(handler));

    /// <summary>Every address that nothing else matches.</summary>
    public void Otherwise(ApiHandler handler) => routes.MapFallback("/{**path}", Gate.Wrap(handler));
}
