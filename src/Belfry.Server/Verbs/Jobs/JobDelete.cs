using System.Text.Json;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job delete</c>.</summary>
internal static class JobDelete
{
    public static Verb Create(CommonFlags flags)
    {
        var names = JobNames.SeveralArgument();
        return new Verb("delete", "Deletes jobs. Their runs and recorded ticks stay.", Run, names, flags.Yes, flags.DryRun, flags.Reason);

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string[] jobs = call.Get(names);
            var found = new List<JsonElement>(jobs.Length);
            foreach (string job in jobs)
            {
                found.Add(await call.GetJob(job, cancellation));
            }

            if (call.DryRun)
            {
                call.Terminal.Say($"Would delete {Some(jobs)}.");
                found.ForEach(job => Followers.Tell(call, job, FollowedChange.Delete));
                return Exit.Done;
            }

            call.Confirm($"Deleting {Some(jobs)}");
            foreach (string job in jobs)
            {
                await call.Api.Send(HttpMethod.Delete, Route.With(Route.Job(job), ("reason", call.Reason)), null, "*", cancellation);
                call.Terminal.Say($"✓ {job} deleted");
            }

            found.ForEach(job => Followers.Tell(call, job, FollowedChange.Delete));

            return Exit.Done;
        }
    }

    private static string Some(string[] jobs) =>
        jobs.Length <= 5 ? string.Join(", ", jobs) : $"{jobs.Length} jobs ({string.Join(", ", jobs[..5])}, …)";
}
