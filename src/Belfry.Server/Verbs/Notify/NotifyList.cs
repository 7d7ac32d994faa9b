using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Notify;

/// <summary><c>belfry notify list</c>.</summary>
internal static class NotifyList
{
    private static readonly Column[] Columns =
    [
        Column.Text("CHANNEL", "name"),
        Column.Text("KIND", "kind"),
        Column.Number("DELIVERED", "delivered"),
        Column.When("LAST (UTC)", "deliveredAt"),
        Column.Number("FAILED", "failed"),
        Column.When("LAST (UTC)", "failedAt"),
        Column.Number("GIVEN UP", "givenUp"),
        Column.Number("WAITING", "waiting"),
        Column.When("NEXT TRY", "nextTryAt"),
        Column.Text("LAST ERROR", "error"),
    ];

    public static Verb Create(CommonFlags flags) => new(
        "list", "Lists channels: what was delivered, what waits, and the last error.", Run, flags.Limit)
    {
        Examples = ["belfry notify list", "belfry notify list -o json"],
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var (items, next) = await call.Api.List("/channels", call.Limit, cancellation);
        call.Report.List(items, next, Columns, "There are no channels; add them under channels in belfry.yaml.");
        return Exit.Done;
    }
}
