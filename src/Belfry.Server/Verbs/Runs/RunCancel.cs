using Belfry.Server.CommandLine;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Runs;

/// <summary><c>belfry run cancel</c>.</summary>
internal static class RunCancel
{
    public static Verb Create(CommonFlags flags)
    {
        var id = RunIds.Argument();
        return new Verb("cancel", "Ends a run that waits or executes.", Run, id, flags.Reason, flags.Wait, flags.Timeout, flags.DryRun);

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string run = call.Get(id);
            if (call.DryRun)
            {
                RunGet.Show(call, await call.Api.Get(Route.Run(run), cancellation));
                return Exit.Done;
            }

            await call.Api.Post(Route.Run(run, "/cancel"), ReasonBody.Of(call), cancellation);
            call.Terminal.Say($"■ run {run} was asked to end");
            if (!call.Wait)
            {
                return Exit.Done;
            }

            // What was wished for is the end, whichever it is.
            var ended = await RunWatch.Await(call, run, cancellation);
            return ended == Exit.RunFailed ? Exit.Done : ended;
        }
    }
}
