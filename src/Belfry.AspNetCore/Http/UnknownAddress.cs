using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore.Http;

/// <summary>
/// Answers addresses and methods that there are not: 405 when the address exists for other methods, else 404. It stands behind
/// the same gate as everything else, so that nobody without a key learns which addresses there are.
/// </summary>
internal static class UnknownAddress
{
    public static Task<IResult> Handle(ApiCall call) => Task.FromResult(Refuse(call, MethodsHere(call.Http)));

    /// <param name="known">The methods that the address answers.</param>
    public static IResult Refuse(ApiCall call, IEnumerable<string> known)
    {
        string methods = string.Join(", ", known.Distinct().Order(StringComparer.Ordinal));
        if (methods.Length == 0)
        {
            return Problem.Of(404, "There is nothing at this address.");
        }

        call.Http.Response.Headers.Allow = methods;
        return Problem.Of(405, $"This address answers {methods}.");
    }

    private static IEnumerable<string> MethodsHere(HttpContext http) =>
        http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<BasePath>() is not null && Matches(endpoint, http.Request.Path))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []);

    private static bool Matches(RouteEndpoint endpoint, PathString path) =>
        new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);
}
