using Belfry.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

internal static class JobEndpoints
{
    public static void Map(ApiRoutes api)
    {
        var jobs = new JobRoutes(api);
        api.Get("/jobs", ListJobs.Handle);
        api.Post("/jobs", CreateJob.Handle);
        api.Post("/jobs/preview", PreviewJob.Handle);
        jobs.Map("GET", "", ReadJob.Handle);
        jobs.Map("PUT", "", ReplaceJob.Handle);
        jobs.Map("PATCH", "", PatchJob.Handle);
        jobs.Map("DELETE", "", DeleteJob.Handle);
        jobs.Map("POST", "enable", call => SwitchJob.Handle(call, enabled: true));
        jobs.Map("POST", "disable", call => SwitchJob.Handle(call, enabled: false));
        jobs.Map("POST", "toggle", SwitchJob.Toggle);
        jobs.Map("POST", "pause", PauseJob.Handle);
        jobs.Map("POST", "resume", ResumeJob.Handle);
        jobs.Map("POST", "runs", RunJob.Handle);
        jobs.Map("POST", "backfill", BackfillJob.Handle);
        jobs.Map("GET", "next", NextFires.Handle);
        jobs.Map("GET", "ticks", ListTicks.Handle);
        jobs.Map("GET", "why", ExplainTick.Handle);
        jobs.Map("GET", "stats", JobStatistics.Handle);
        jobs.Map("GET", "graph", JobGraph.Handle);
        jobs.MapPlainForm();
    }
}
