using Belfry.Policies;

namespace Belfry.Jobs;

internal static class LimitRules
{
    private const int Most = 1_000_000;
    private static readonly TimeSpan ShortestPer = TimeSpan.FromMilliseconds(100);

    /// <summary>What is wrong with the limit in a definition.</summary>
    public static IEnumerable<JobProblem> Problems(JobDefinition job)
    {
        if (job.Limit is not { } limit)
        {
            return [];
        }

        if (limit.IsNone && limit.Per is null)
        {
            return [new JobProblem("limit", "bounds nothing; write running: 3, or starts: 100 with per: 1m, or leave it out.")];
        }

        return Problems("limit.", limit).Concat(JobValidation.Of("limit.running", SideBySide(job, limit)));
    }

    /// <summary>What is wrong with a limit by itself.</summary>
    /// <param name="prefix">What stands before the paths: <c>limit.</c>, or nothing.</param>
    public static IEnumerable<JobProblem> Problems(string prefix, LimitPolicy limit) =>
    [
        .. JobValidation.Of(prefix + "running", limit.Running is { } running ? JobValidation.Between(running, 1, Most) : null),
        .. JobValidation.Of(prefix + "starts", limit.Starts is { } starts ? JobValidation.Between(starts, 1, Most) : null),
        .. JobValidation.Of(prefix + "starts", limit is { Starts: null, Per: not null } ? "is missing; per says in which time, starts how many." : null),
        .. JobValidation.Of(prefix + "per", limit is { Starts: not null, Per: null } ? "is missing; starts says how many, per in which time, such as 1m." : null),
        .. JobValidation.Of(prefix + "per", limit.Per is { } per ? JobValidation.Length(per, ShortestPer, JobValidation.LongestWait) : null),
    ];

    // Said here, because a limit of three that never lets two run looks like a defect.
    private static string? SideBySide(JobDefinition job, LimitPolicy limit) =>
        limit.Running > 1 && job.Overlap != OverlapRule.Allow
            ? $"has no effect above 1 with overlap: {EnumWords<OverlapRule>.Of(job.Overlap)}, which runs one at a time; write overlap: allow."
            : null;
}
