using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job stats</c>.</summary>
internal static class JobStats
{
    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        return new Verb("stats", "Shows the statistics of a job.", async (call, cancellation) =>
        {
            // Without columns a table is the same as YAML: statistics are nested, and grow.
            call.Report.Thing(await call.GetJob(call.Get(name), cancellation, "/stats"));
            return Exit.Done;
        }, name);
    }
}
