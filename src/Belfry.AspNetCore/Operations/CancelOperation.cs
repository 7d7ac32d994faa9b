using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Operations;

/// <summary><c>POST /operations/{id}/cancel {reason?}</c>: it ends where it stands; runs that it has made go on. 409 when it had ended.</summary>
internal static class CancelOperation
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string reason = await Reason.Read(call.Http.Request) ?? $"cancelled by {call.By}";
        var operation = await ReadOperation.Find(call);
        var cancelled = await call.Service<OperationControl>().Cancel(operation.Id, reason, call.Cancellation);
        call.Record("cancelled", $"operation {operation.Id:n}", reason);
        return ApiJson.Ok(OperationView.Of(cancelled));
    }
}
