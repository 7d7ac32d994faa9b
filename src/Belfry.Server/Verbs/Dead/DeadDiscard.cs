using Belfry.Server.CommandLine;
using Belfry.Server.Verbs.Operations;

namespace Belfry.Server.Verbs.Dead;

/// <summary><c>belfry dead discard</c>: takes letters away for good.</summary>
internal static class DeadDiscard
{
    public static Verb Create(CommonFlags flags)
    {
        var letters = new LetterChoice();
        return new Verb("discard", "Takes dead letters away; their runs stay in history.", Run, [.. letters.Takes, flags.Reason, flags.Yes, flags.Wait, flags.Timeout, flags.DryRun])
        {
            Examples = ["belfry dead discard 0190b6a0 --reason 'done by hand'", "belfry dead discard --group e7a1 --yes"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            if (call.DryRun)
            {
                return await letters.Preview(call, cancellation);
            }

            var body = await letters.Body(call, cancellation);
            call.Confirm($"Dead letters are discarded for good ({letters.Query(call) ?? "those named"})");
            body["reason"] = call.Reason;
            return await OperationStarted.Show(call, await call.Api.Post("/dead/discard", body, cancellation), cancellation);
        }
    }
}
