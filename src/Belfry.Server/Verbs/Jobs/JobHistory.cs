using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job history</c>: the runs of a job, newest first.</summary>
internal static class JobHistory
{
    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        return new Verb("history", "Lists the runs of a job, newest first.", async (call, cancellation) =>
        {
            string job = call.Get(name);
            await call.GetJob(job, cancellation);
            return await RunList.Show(call, Route.With("/runs", [("job", job), .. RunQueryText.Parameters(call)]), cancellation);
        }, name, flags.Query, flags.Limit);
    }
}
