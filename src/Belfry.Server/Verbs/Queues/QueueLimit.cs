using System.CommandLine;
using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Queues;

/// <summary><c>belfry queue limit</c>: how many runs of a queue, or of all jobs with a tag, run and start in the whole cluster.</summary>
internal static class QueueLimit
{
    public static Verb Create(CommonFlags flags)
    {
        var name = QueueNames.OptionalArgument();
        var tag = new Option<string?>("--tag") { HelpName = "TAG", Description = "Limit all jobs with this tag instead of a queue." };
        var running = new Option<int?>("--running") { HelpName = "N", Description = "Most that run at once." };
        var starts = new Option<int?>("--starts") { HelpName = "N", Description = "Most that start in each --per." };
        var per = CommonFlags.Duration("--per", "The time that --starts is for, such as 1m.");
        var none = new Option<bool>("--none") { Description = "Remove the limit." };
        return new Verb("limit", "Limits what runs and starts of a queue or a tag in the whole cluster.", Run, name, tag, running, starts, per, none, flags.Reason, flags.DryRun)
        {
            Examples = ["belfry queue limit reports --running 3", "belfry queue limit --tag fx-api --starts 100 --per 1m", "belfry queue limit reports --none"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var (path, what) = Target(call.Find(name), call.Get(tag));
            var limit = Limit(call.Get(running), call.Get(starts), call.Get(per));
            if (limit.Count == 0 != call.Get(none))
            {
                throw limit.Count == 0
                    ? new Failure(Exit.Usage, $"no limit is given for {what}.", next: "Say --running N, or --starts N --per TIME, or --none to remove it.")
                    : new Failure(Exit.Usage, "a limit and --none do not go together.", next: "Leave out one of them.");
            }

            if (!call.DryRun)
            {
                foreach (var (field, value) in ReasonBody.Of(call) ?? [])
                {
                    limit[field] = value?.DeepClone();
                }

                await call.Api.Post(path, limit, cancellation);
            }

            string done = call.Get(none) ? "without a limit" : "limited";
            call.Terminal.Say(call.DryRun ? $"{what} would be {done}" : $"✓ {what} {done}");
            return Exit.Done;
        }
    }

    private static (string Path, string What) Target(string? queue, string? tag) => (queue, tag) switch
    {
        ({ } name, null) => (Route.Queue(name, "/limit"), $"queue {name}"),
        (null, { } name) => ($"/tags/{Uri.EscapeDataString(name)}/limit", $"tag {name}"),
        _ => throw new Failure(Exit.Usage, queue is null ? "no queue is named." : "a queue and --tag do not go together.", next: "Name a queue, or a tag with --tag TAG."),
    };

    private static JsonObject Limit(int? running, int? starts, TimeSpan? per)
    {
        var limit = new JsonObject();
        if (running is { } most)
        {
            limit["running"] = most;
        }

        if (starts is { } count)
        {
            limit["starts"] = count;
        }

        if (per is { } time)
        {
            limit["per"] = DurationText.Write(time, DurationForm.Iso);
        }

        return limit;
    }
}
