using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Queues;

/// <summary><c>belfry queue pause</c>: nothing more is claimed from a queue, or from any; ticks still become runs, which wait.</summary>
internal static class QueuePause
{
    public static Verb Create(CommonFlags flags)
    {
        var name = QueueNames.OptionalArgument();
        var all = QueueNames.All();
        var until = CommonFlags.Instant("--until", "When the pause ends by itself.");
        var length = CommonFlags.Duration("--for", "How long the pause lasts, such as 2h.");
        return new Verb("pause", "Lets nothing more of a queue start; what runs goes on, what comes due waits.", Run, name, all, until, length, flags.Reason, flags.DryRun)
        {
            Examples = ["belfry queue pause reports --for 2h --reason 'the warehouse is down'", "belfry queue pause --all --reason 'emergency'"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var queue = QueueNames.Chosen(call, name, all);
            var end = call.Get(until) ?? (call.Get(length) is { } time ? call.Time.GetUtcNow() + time : null);
            if (!call.DryRun)
            {
                var body = ReasonBody.Of(call) ?? [];
                if (end is { } instant)
                {
                    body["until"] = InstantText.Write(instant);
                }

                await call.Api.Post(queue is null ? "/queues/pause" : Route.Queue(queue, "/pause"), body, cancellation);
            }

            string what = queue is null ? "everything" : $"queue {queue}";
            call.Terminal.Say(call.DryRun ? $"{what} would be paused" : $"✓ {what} paused{(end is { } at ? $" until {InstantText.Write(at)}" : "")}");
            return Exit.Done;
        }
    }
}
