using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Breakers;

/// <summary><c>POST /breakers/{name}/isolate {reason}</c>: opens it until it is reset; what runs under it goes on.</summary>
internal static class IsolateBreaker
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = BreakerView.NameIn(call);
        string reason = await JsonBody.Read(call.Http.Request, Read);
        if (await call.Store.Breakers.Isolate(name, reason, call.By, call.Cancellation) is not { } breaker)
        {
            return await BreakerView.NotFound(call, name);
        }

        call.Record("isolated", $"the breaker {name}", reason);
        return ApiJson.Ok(BreakerView.Of(breaker));
    }

    private static string Read(JsonFields fields, JsonReading reading)
    {
        string? reason = Reason.Read(fields, reading);
        if (reason is null && !fields.Has("reason"))
        {
            reading.Wrong(fields.At("reason"), "is missing; say why nothing may be called until somebody resets it.");
        }

        return reason ?? "";
    }
}
