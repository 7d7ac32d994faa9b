using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Queues;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Status;

/// <summary>
/// <c>POST /nodes/{id}/drain {on?: true, reason?}</c>: the node claims nothing more and finishes what it runs; the process stays.
/// <c>on: false</c> lets it go on. 404 when no such node is alive.
/// </summary>
internal static class DrainNode
{
    private sealed record Request(bool On, string? Reason);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var request = await JsonBody.ReadOptional(call.Http.Request, (fields, reading) =>
            new Request(fields.Flag("on") ?? true, Reason.Read(fields, reading)));
        if (!Guid.TryParse((string)call.Http.Request.RouteValues["id"]!, out var id))
        {
            throw new RequestRefused(400, "The id of a node is 32 hex digits; GET /nodes lists them.");
        }

        if (!await call.Store.Nodes.Drain(id, request.On, call.Cancellation))
        {
            return Problem.Of(404, $"No node {id:n} is alive; GET /nodes lists them.");
        }

        var node = (await call.Store.Queries.Nodes(call.Cancellation)).First(node => node.Id == id);
        call.Record(request.On ? "drained" : "let go on", $"node {node.Name}", request.Reason);
        if (!request.On)
        {
            call.WakeNodes();
        }

        return ApiJson.Ok(NodeView.Of(node));
    }
}
