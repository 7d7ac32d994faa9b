using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.JobFiles;

/// <summary>
/// Writes a set of changes as a whole: the server checks every definition before the first is stored, and what was stored
/// is taken back when a later one is refused all the same.
/// </summary>
internal static class Writing
{
    public static async Task All(Api api, IReadOnlyList<JobDifference> differences, CancellationToken cancellation)
    {
        JobDifference[] changes = [.. differences.Where(difference => difference.Kind != JobChangeKind.Unchanged)];
        foreach (var change in changes)
        {
            await api.Post(Route.With("/jobs/preview", ("count", "1")), Body(change.Definition), cancellation);
        }

        var written = new Stack<JobDifference>();
        try
        {
            foreach (var change in changes)
            {
                await Write(api, change.Definition, isNew: change.Stored is null, cancellation);
                written.Push(change);
            }
        }
        catch (Exception e) when (e is Failure or OperationCanceledException)
        {
            // Not by the caller's token: an interrupted apply must not stop half-way through being taken back either.
            int left = await TakeBack(api, written, CancellationToken.None);
            if (left > 0 && e is Failure failure)
            {
                throw new Failure(failure.Exit, failure.Message, $"{left} of the changes before it could not be taken back.", "belfry diff shows where things stand.", e);
            }

            throw;
        }
    }

    private static async Task<int> TakeBack(Api api, Stack<JobDifference> written, CancellationToken cancellation)
    {
        int left = 0;
        foreach (var change in written)
        {
            try
            {
                await (change.Stored is { } before
                    ? Write(api, before, isNew: false, cancellation)
                    : api.Send(HttpMethod.Delete, Route.Job(change.Definition.Name), null, null, cancellation));
            }
            catch (Failure)
            {
                left++;
            }
        }

        return left;
    }

    private static Task Write(Api api, JobDefinition definition, bool isNew, CancellationToken cancellation) => isNew
        ? api.Post("/jobs", Body(definition), cancellation)
        : api.Send(HttpMethod.Put, Route.Job(definition.Name), Body(definition), "*", cancellation);

    private static JsonNode Body(JobDefinition definition) => JsonNode.Parse(JobJson.Write(definition))!;
}
