using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Locks;

/// <summary><c>belfry lock list</c> and <c>belfry lock stale</c>.</summary>
internal static class LockList
{
    private static readonly Column[] Columns =
    [
        Column.Text("NAME", "name"),
        Column.Text("OWNER", "owner"),
        Column.Number("TOKEN", "token"),
        Column.When("TAKEN (UTC)", "takenAt"),
        Column.When("EXPIRES (UTC)", "expiresAt"),
        Column.Text("STALE", "stale"),
    ];

    public static Verb Create(CommonFlags flags) => new(
        "list",
        "Lists locks by name: who holds them, since when, until when.",
        (call, cancellation) => Show(call, "/locks", "Nobody holds a lock.", cancellation),
        flags.Limit);

    public static Verb CreateStale(CommonFlags flags) => new(
        "stale",
        "Lists locks whose time is over, that were not released, and that nobody has taken since.",
        (call, cancellation) => Show(call, "/locks?stale=true", "No lock is stale.", cancellation),
        flags.Limit);

    private static async Task<Exit> Show(Invocation call, string path, string empty, CancellationToken cancellation)
    {
        var (items, next) = await call.Api.List(path, call.Limit, cancellation);
        call.Report.List(items, next, Columns, empty);
        return Exit.Done;
    }
}
