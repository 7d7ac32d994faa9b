using System.Globalization;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Belfry.AspNetCore.Http;

/// <summary>A job's revision as an entity tag (RFC 9110, 13.1.1), against lost updates.</summary>
internal static class Revisions
{
    public static string Tag(JobRecord job) => string.Create(CultureInfo.InvariantCulture, $"\"{job.Revision}\"");

    public static void RequireMatch(HttpRequest request)
    {
        if (request.Headers.IfMatch.Count == 0)
        {
            throw new RequestRefused(
                428, "Send If-Match with the ETag you read, so that nobody's change is lost; If-Match: * overwrites whatever is there.");
        }
    }

    /// <summary>Refuses when the caller named another revision than this.</summary>
    public static void Check(HttpRequest request, JobRecord job)
    {
        var wanted = request.GetTypedHeaders().IfMatch;
        if (request.Headers.IfMatch.Count > 0 && !wanted.Any(tag => tag == EntityTagHeaderValue.Any || (tag.Tag == Tag(job) && !tag.IsWeak)))
        {
            throw new RequestRefused(
                412, $"The job was changed since you read it: its ETag is {Tag(job)} now. Read it again, then send your change.");
        }
    }
}
