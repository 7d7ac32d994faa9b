using Belfry.Server.CommandLine;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Breakers;

/// <summary><c>belfry breaker get</c>.</summary>
internal static class BreakerGet
{
    public static Verb Create(CommonFlags flags)
    {
        var name = BreakerNames.Argument();
        return new Verb("get", "Shows one breaker.", Run, name)
        {
            Examples = ["belfry breaker get fx-api", "belfry breaker get job:nightly-report"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            call.Report.Thing(await call.Api.Get(Route.Breaker(call.Get(name)), cancellation), BreakerNames.Columns);
            return Exit.Done;
        }
    }
}
