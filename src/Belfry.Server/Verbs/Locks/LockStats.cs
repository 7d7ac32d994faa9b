using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Locks;

/// <summary><c>belfry lock stats</c>.</summary>
internal static class LockStats
{
    private static readonly Column[] Columns =
    [
        Column.Text("NAME", "name"),
        Column.Number("ACQUIRED", "acquired"),
        Column.Number("REFUSED", "refused"),
        Column.Percent("CONTENTION", "contention"),
        Column.Number("RELEASED", "released"),
        Column.Number("EXPIRED", "expired"),
        Column.Number("FORCED", "forced"),
        Column.Duration("AVERAGE HELD", "averageHeldMs"),
        Column.When("SINCE (UTC)", "since"),
    ];

    public static Verb Create(CommonFlags flags) => new(
        "stats", "Shows what became of the attempts at each lock.", Run, flags.Limit)
    {
        Examples = ["belfry lock stats", "belfry lock stats -o json"],
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var (items, next) = await call.Api.List("/locks/stats", call.Limit, cancellation);
        call.Report.List(items, next, Columns, "Nobody has tried to take a lock.");
        return Exit.Done;
    }
}
