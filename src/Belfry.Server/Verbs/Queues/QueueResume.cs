using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Queues;

/// <summary><c>belfry queue resume</c>.</summary>
internal static class QueueResume
{
    public static Verb Create(CommonFlags flags)
    {
        var name = QueueNames.OptionalArgument();
        var all = QueueNames.All();
        return new Verb("resume", "Ends the pause of a queue, or with --all that of everything.", Run, name, all, flags.Reason, flags.DryRun)
        {
            Examples = ["belfry queue resume reports", "belfry queue resume --all"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var queue = QueueNames.Chosen(call, name, all);
            if (!call.DryRun)
            {
                await call.Api.Post(queue is null ? "/queues/resume" : Route.Queue(queue, "/resume"), ReasonBody.Of(call), cancellation);
            }

            string what = queue is null ? "everything" : $"queue {queue}";
            call.Terminal.Say(call.DryRun ? $"{what} would be resumed" : $"✓ {what} resumed");
            return Exit.Done;
        }
    }
}
