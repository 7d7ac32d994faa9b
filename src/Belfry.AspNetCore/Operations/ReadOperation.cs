using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Operations;

/// <summary><c>GET /operations/{id}</c>.</summary>
internal static class ReadOperation
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        return ApiJson.Ok(OperationView.Of(await Find(call)));
    }

    public static async Task<OperationRecord> Find(ApiCall call) =>
        await call.Store.Operations.Find(call.RunId, call.Cancellation)
            ?? throw new JobNotFoundException($"There is no operation {call.RunId}, or several begin like that.");
}
