using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Schedules;

internal static class ScheduleEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Post("/schedules/preview", PreviewSchedule.Handle);
        api.Get("/schedules/spread", SuggestSpread.Handle);
        api.Get("/plan", Plan.Handle);
        api.Get("/load", Load.Handle);
    }
}
