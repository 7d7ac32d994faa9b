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
    public static Task<IResult> Handle(ApiCall call)
    {
        var methods = MethodsHere(call.Http);
        if (methods.Length == 0)
        {
            return Task.FromResult(Problem.Of(404, "There is nothing at this address."));
        }

        call.Http.Response.Headers.Allow = string.Join(", ", methods);
        return Task.FromResult(Problem.Of(405, $"This address answers {string.Join(", ", methods)}."));
    }

    private static string[] MethodsHere(HttpContext http)
    {
        var endpoints = http.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();
        return
        [
            .. endpoints
                .Where(endpoint => endpoint.Metadata.GetMetadata<BasePath>() is not null && Matches(endpoint, http.Request.Path))
                .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool Matches(RouteEndpoint endpoint, PathString path) =>
        new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []);
}
