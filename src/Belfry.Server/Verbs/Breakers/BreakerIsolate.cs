using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Breakers;

/// <summary><c>belfry breaker isolate</c>.</summary>
internal static class BreakerIsolate
{
    public static Verb Create(CommonFlags flags)
    {
        var name = BreakerNames.Argument();
        return new Verb("isolate", "Opens a breaker until somebody resets it: nothing under it starts, what runs goes on.", Run, name, flags.Reason, flags.DryRun)
        {
            Examples = ["belfry breaker isolate fx-api --reason 'the provider asked us to stop'"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string breaker = call.Get(name);
            if (string.IsNullOrWhiteSpace(call.Reason))
            {
                throw new Failure(
                    Exit.Usage,
                    $"isolating {breaker} needs a reason.",
                    "Nothing under it starts until somebody resets it, who will want to know why.",
                    "Add --reason TEXT.");
            }

            if (call.DryRun)
            {
                await call.Api.Get(Route.Breaker(breaker), cancellation);
            }
            else
            {
                await call.Api.Post(Route.Breaker(breaker, "/isolate"), ReasonBody.Of(call), cancellation);
            }

            call.Terminal.Say(call.DryRun ? $"breaker {breaker} would be isolated" : $"✓ breaker {breaker} isolated; belfry breaker reset {breaker} ends that");
            return Exit.Done;
        }
    }
}
