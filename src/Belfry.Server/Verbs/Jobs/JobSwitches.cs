using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job enable, disable, pause, resume</c>: the two switches of a job.</summary>
internal static class JobSwitches
{
    public static IEnumerable<Verb> Create(CommonFlags flags)
    {
        yield return Switch(flags, "enable", "Lets jobs fire again.", "enabled");
        yield return Switch(flags, "disable", "Stops jobs from firing; their ticks are recorded as skipped.", "disabled", FollowedChange.Disable);
        yield return Pause(flags);
        yield return Switch(flags, "resume", "Ends a pause.", "resumed");
    }

    private static Verb Pause(CommonFlags flags)
    {
        var until = CommonFlags.Instant("--until", "When the pause ends by itself.");
        var length = CommonFlags.Duration("--for", "How long the pause lasts, such as 2h.");
        var ticks = CommonFlags.Choice("--ticks", [], ["skip", "last", "all"], "What becomes of the ticks in between.");
        return Switch(flags, "pause", "Holds jobs back for a while.", "paused", FollowedChange.Pause, call =>
        {
            var end = call.Get(until) ?? (call.Get(length) is { } time ? call.Time.GetUtcNow() + time : null);
            return new JsonObject
            {
                ["until"] = end is { } instant ? InstantText.Write(instant) : null,
                ["ticks"] = call.Get(ticks),
            };
        }, until, length, ticks);
    }

    private static Verb Switch(
        CommonFlags flags, string verb, string description, string done, FollowedChange? change = null, Func<Invocation, JsonObject>? more = null, params IEnumerable<Symbol> takes)
    {
        var names = JobNames.SeveralArgument();
        return new Verb(verb, description, Run, [names, flags.Reason, flags.DryRun, .. takes]);

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string[] jobs = call.Get(names);
            // All names are looked up first, so that a misspelled one changes nothing.
            var found = new List<JsonElement>(jobs.Length);
            foreach (string job in jobs)
            {
                found.Add(await call.GetJob(job, cancellation));
            }

            foreach (string job in jobs)
            {
                if (!call.DryRun)
                {
                    await call.Api.Post(Route.Job(job, $"/{verb}"), Body(call, more), cancellation);
                }

                call.Terminal.Say(call.DryRun ? $"{job} would be {done}" : $"✓ {job} {done}");
            }

            if (change is { } what)
            {
                found.ForEach(job => Followers.Tell(call, job, what));
            }

            return Exit.Done;
        }
    }

    private static JsonObject Body(Invocation call, Func<Invocation, JsonObject>? more)
    {
        var body = more?.Invoke(call) ?? [];
        body["reason"] = call.Reason;
        foreach (string unset in body.Where(member => member.Value is null).Select(member => member.Key).ToArray())
        {
            body.Remove(unset); // the server's own default is meant
        }

        return body;
    }
}
