using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Queues;

/// <summary><c>belfry queue list</c>.</summary>
internal static class QueueList
{
    public static Verb Create(CommonFlags flags) => new("list", "Lists queues: what waits and runs, pauses and limits.", Run, flags.Limit)
    {
        Examples = ["belfry queue list", "belfry queue list -o json"],
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var (items, next) = await call.Api.List("/queues", call.Limit, cancellation);
        call.Report.List(items, next, QueueNames.Columns, "There are no queues.");
        return Exit.Done;
    }
}
