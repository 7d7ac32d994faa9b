using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Notifications;

internal static class ChannelEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/channels", ListChannels.Handle);
        api.Post("/channels/{name}/test", TestChannel.Handle);
    }
}
