using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Breakers;

/// <summary><c>belfry breaker list</c>.</summary>
internal static class BreakerList
{
    public static Verb Create(CommonFlags flags) => new("list", "Lists circuit breakers: which are open, since when, and when they try again.", Run, flags.Limit)
    {
        Examples = ["belfry breaker list", "belfry breaker list -o json"],
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var (items, next) = await call.Api.List("/breakers", call.Limit, cancellation);
        call.Report.List(items, next, BreakerNames.Columns, "No job is under a breaker.");
        return Exit.Done;
    }
}
