using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.CheckIns;

internal static class CheckInEndpoints
{
    private const string Job = $"/checkins/{{{JobAddress.Name}}}";

    public static void Map(ApiRoutes api)
    {
        api.Post($"{Job}/start", StartCheckIn.Handle);
        api.Post($"{Job}/success", call => EndCheckIn.Handle(call, succeeded: true));
        api.Post($"{Job}/fail", call => EndCheckIn.Handle(call, succeeded: false));
    }
}
