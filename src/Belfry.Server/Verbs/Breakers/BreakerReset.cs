using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Breakers;

/// <summary><c>belfry breaker reset</c>.</summary>
internal static class BreakerReset
{
    public static Verb Create(CommonFlags flags)
    {
        var name = BreakerNames.Argument();
        return new Verb("reset", "Closes a breaker at once; what waits under it starts.", Run, name, flags.Reason, flags.DryRun)
        {
            Examples = ["belfry breaker reset fx-api --reason 'the provider is back'"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string breaker = call.Get(name);
            if (call.DryRun)
            {
                await call.Api.Get(Route.Breaker(breaker), cancellation);
            }
            else
            {
                await call.Api.Post(Route.Breaker(breaker, "/reset"), ReasonBody.Of(call), cancellation);
            }

            call.Terminal.Say(call.DryRun ? $"breaker {breaker} would be closed" : $"✓ breaker {breaker} closed");
            return Exit.Done;
        }
    }
}
