using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Locks;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Locks;

/// <summary><c>POST /locks/{name}/renew {token, ttl}</c>: 200 with the new end, or 409 when the caller does not hold it any more.</summary>
internal static class RenewLock
{
    private sealed record Request(long Token, TimeSpan Ttl);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = LockRequest.Name(call);
        var request = await JsonBody.Read(call.Http.Request, Read);
        return await call.Service<ILocks>().Renew(name, request.Token, request.Ttl, call.Cancellation) is { } end
            ? ApiJson.Ok(new Grant(name, request.Token, end))
            : ReleaseLock.NotHeld(name);
    }

    private static Request Read(JsonFields fields, JsonReading reading) =>
        new(LockRequest.Token(fields, reading), LockRequest.Ttl(fields, reading));
}
