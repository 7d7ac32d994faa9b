using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

internal static class JobEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Get("/jobs", ListJobs.Handle);
        api.Post("/jobs", CreateJob.Handle);
        api.Post("/jobs/preview", PreviewJob.Handle);
        api.Job("GET", "", ReadJob.Handle);
        api.Job("PUT", "", ReplaceJob.Handle);
        api.Job("PATCH", "", PatchJob.Handle);
        api.Job("DELETE", "", DeleteJob.Handle);
        api.Job("POST", "/enable", call => SwitchJob.Handle(call, enabled: true));
        api.Job("POST", "/disable", call => SwitchJob.Handle(call, enabled: false));
        api.Job("POST", "/toggle", SwitchJob.Toggle);
        api.Job("POST", "/pause", PauseJob.Handle);
        api.Job("POST", "/resume", ResumeJob.Handle);
        api.Job("POST", "/runs", RunJob.Handle);
        api.Job("GET", "/next", NextFires.Handle);
        api.Job("GET", "/ticks", ListTicks.Handle);
        api.Job("GET", "/why", ExplainTick.Handle);
        api.Job("GET", "/stats", JobStatistics.Handle);
    }
}
