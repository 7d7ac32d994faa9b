using System.Text.Json;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Jobs;

/// <summary>The jobs that follow a job, and what something done to it means for them.</summary>
internal static class Followers
{
    /// <param name="job">As the API answers it.</param>
    public static string Names(JsonElement job) => string.Join(", ", Of(job)) is { Length: > 0 } names ? names : "-";

    public static void Tell(Invocation call, JsonElement job, FollowedChange change)
    {
        string name = job.At("name").AsText() ?? "";
        foreach (string follower in Of(job))
        {
            call.Terminal.Say($"  {FollowerEffects.Of(change, name, follower)}");
        }
    }

    private static IEnumerable<string> Of(JsonElement job) =>
        job.Items("followers").Select(follower => follower.At("job").AsText()).OfType<string>();
}
