using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Breakers;

/// <summary><c>GET /breakers/{name}</c></summary>
internal static class ReadBreaker
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        string name = BreakerView.NameIn(call);
        return await call.Store.Breakers.Get(name, call.Cancellation) is { } breaker
            ? ApiJson.Ok(BreakerView.Of(breaker))
            : await BreakerView.NotFound(call, name);
    }
}
