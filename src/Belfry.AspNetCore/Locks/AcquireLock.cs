using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Locks;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Locks;

/// <summary><c>POST /locks/{name}/acquire {owner, ttl}</c>: 200 with the token, or 409 when somebody else holds it.</summary>
internal static class AcquireLock
{
    private sealed record Request(string Owner, TimeSpan Ttl);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = LockRequest.Name(call);
        var request = await JsonBody.Read(call.Http.Request, Read);
        var locks = call.Service<ILocks>();
        return await locks.TryAcquire(name, request.Owner, request.Ttl, call.Cancellation) is { } lease
            ? ApiJson.Ok(new Grant(lease.Name, lease.Token, lease.ExpiresAt))
            : Problem.Of(409, Refusal(name, await locks.Find(name, call.Cancellation)));
    }

    private static Request Read(JsonFields fields, JsonReading reading) =>
        new(LockRequest.Owner(fields, reading), LockRequest.Ttl(fields, reading));

    private static string Refusal(string name, LockLease? holder) => holder is null
        ? $"Somebody else held the lock '{name}' when this was asked."
        : $"{holder.Owner} holds the lock '{name}' until {InstantText.Write(holder.ExpiresAt)}.";
}

/// <summary>A lock that the caller holds now.</summary>
/// <param name="Token">Proof of it, for renew and release, and for what the caller writes to.</param>
internal sealed record Grant(string Name, long Token, DateTimeOffset Expires);
