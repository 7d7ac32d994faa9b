using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Runs;

/// <summary><c>belfry run retry</c>: the same run again, as a new one.</summary>
internal static class RunRetry
{
    public static Verb Create(CommonFlags flags)
    {
        var id = RunIds.Argument();
        return new Verb("retry", "Runs a finished run again.", Run, id, flags.Reason, flags.Wait, flags.Timeout, flags.DryRun);

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string run = call.Get(id);
            if (call.DryRun)
            {
                RunGet.Show(call, await call.Api.Get(Route.Run(run), cancellation));
                return Exit.Done;
            }

            var answer = await call.Api.Post(Route.Run(run, "/retry"), ReasonBody.Of(call), cancellation);
            return await RunStarted.Show(call, answer.At("id").AsText() ?? run, call.Wait, cancellation);
        }
    }
}
