using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>
/// Addresses of one job. A job's name may have folders: percent-encoded it is one segment, and always means that job; in the
/// plain form (<c>/jobs/reports/nightly/next</c>) the end of the address means a part of the job if there is such a part.
/// </summary>
internal sealed class JobRoutes(ApiRoutes api)
{
    private readonly List<(string Method, string Part, ApiHandler Handler)> parts = [];

    /// <param name="part">What follows the name: nothing, or one word such as <c>next</c>.</param>
    public void Map(string method, string part, ApiHandler handler)
    {
        parts.Add((method, part, handler));
        api.Map(method, $"/jobs/{{{JobAddress.Name}}}/{part}", handler);
    }

    /// <summary>Maps the plain form. One route for any depth: one for each would make the router's table explode.</summary>
    public void MapPlainForm() => api.Any($"/jobs/{{{JobAddress.Name}}}/{{**{JobAddress.Folders}}}", Dispatch);

    private Task<IResult> Dispatch(ApiCall call)
    {
        string path = JobAddress.PlainPath(call.Http.Request);
        int slash = path.LastIndexOf('/');
        var readings = parts.Where(part => part.Part.Length == 0 || (slash > 0 && path[(slash + 1)..] == part.Part)).ToArray();
        string method = call.Http.Request.Method;
        var (_, found, handler) = readings.Where(part => part.Method == method).MaxBy(part => part.Part.Length);
        if (handler is null)
        {
            return Task.FromResult(UnknownAddress.Refuse(call, readings.Select(part => part.Method)));
        }

        call.JobName = found.Length == 0 ? path : path[..slash];
        return handler(call);
    }
}
