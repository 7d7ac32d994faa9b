using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Schedules;

internal static class ScheduleEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Post("/schedules/preview", PreviewSchedule.Handle);
        api.Get("/plan", Plan.Handle);
    }
}
