using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Queues;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Breakers;

/// <summary><c>POST /breakers/{name}/reset {reason?}</c>: closes it, whatever it is now; what waited under it may start at once.</summary>
internal static class ResetBreaker
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = BreakerView.NameIn(call);
        string reason = await Reason.Read(call.Http.Request) ?? "no reason given";
        if (await call.Store.Breakers.Reset(name, reason, call.By, call.Cancellation) is not { } breaker)
        {
            return await BreakerView.NotFound(call, name);
        }

        call.Record("reset", $"the breaker {name}", reason);
        call.WakeNodes();
        return ApiJson.Ok(BreakerView.Of(breaker));
    }
}
