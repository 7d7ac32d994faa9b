using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>Why a disabled job has no runs, as a clause.</summary>
internal static class OffText
{
    public static string Is(JobRecord job) => "the job is disabled" + Because(job);

    public static string Was(JobRecord job) => "the job was disabled" + Because(job);

    private static string Because(JobRecord job) =>
        job.Off is { } off ? $" by {off.By} at {Durations.Instant(off.Since)}, because {off.Reason}" : "";
}
