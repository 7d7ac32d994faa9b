using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Locks;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Locks;

/// <summary>
/// <c>POST /locks/{name}/release {token}</c> by its owner: 204, or 409 when the caller did not hold it any more.
/// <c>{force: true, reason}</c> takes it away from whoever holds it: 200 with the lease that ended, or 404.
/// </summary>
internal static class ReleaseLock
{
    private sealed record Request(bool Force, long Token, string Reason);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = LockRequest.Name(call);
        var request = await JsonBody.Read(call.Http.Request, Read);
        var locks = call.Service<ILocks>();
        if (!request.Force)
        {
            return await locks.Release(name, request.Token, call.Cancellation) ? Results.NoContent() : NotHeld(name);
        }

        if (await locks.ForceRelease(name, request.Reason, call.By, call.Cancellation) is not { } ended)
        {
            return Problem.Of(404, $"Nobody holds the lock '{name}'.");
        }

        call.Record($"took away from {ended.Owner} (token {ended.Token})", $"the lock {name}", request.Reason);
        return ApiJson.Ok(ended);
    }

    public static IResult NotHeld(string name) =>
        Problem.Of(409, $"The lock '{name}' is not held with this token: its time was over, or it was released or taken away.");

    private static Request Read(JsonFields fields, JsonReading reading)
    {
        if (fields.Flag("force") is not true)
        {
            return new Request(false, LockRequest.Token(fields, reading), "");
        }

        string? reason = Reason.Read(fields, reading);
        if (reason is null && !fields.Has("reason"))
        {
            reading.Wrong(fields.At("reason"), "is missing; say why it is taken away from its holder.");
        }

        return new Request(true, 0, reason ?? "");
    }
}
