using Belfry.AspNetCore.Http;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Status;

/// <summary><c>GET /nodes</c></summary>
internal static class ListNodes
{
    /// <param name="SkewMs">How far the node's clock is from the store's; null while nobody measures it.</param>
    private sealed record NodeView(
        string Id,
        string Name,
        string Role,
        string State,
        DateTimeOffset StartedAt,
        DateTimeOffset LastBeatAt,
        DateTimeOffset LeaseUntil,
        double? SkewMs,
        int Slots,
        int Running,
        string Version,
        IReadOnlyList<string>? Queues);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var nodes = await call.Store.Queries.Nodes(call.Cancellation);
        return ApiJson.Page(nodes.Select(View));
    }

    private static NodeView View(NodeRecord node) => new(
        node.Id.ToString("n"),
        node.Name,
        "worker",
        node.State,
        node.StartedAt,
        node.LastBeatAt,
        node.LeaseUntil,
        null,
        node.Slots,
        node.Running,
        node.Version,
        node.Queues);
}
