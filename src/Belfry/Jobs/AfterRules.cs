using Belfry.Policies;
using Belfry.Policies.Dependencies;

namespace Belfry.Jobs;

/// <summary>Which jobs a job may follow.</summary>
internal static class AfterRules
{
    private const int MostNames = 50;

    /// <summary>What is wrong with the definition by itself.</summary>
    public static IEnumerable<JobProblem> Problems(JobDefinition job)
    {
        var after = job.After;
        return after.Count == 0
            ?
            [
                .. JobValidation.Of("on", job.On == default ? null : "has no effect without after; name the jobs that this one follows, or leave it out."),
                .. JobValidation.Of("unmet", job.Unmet == default ? null : "has no effect without after; name the jobs that this one follows, or leave it out."),
            ]
            :
            [
                .. JobValidation.Of("after", after.Count > MostNames ? $"names {after.Count} jobs; at most {MostNames} are allowed." : null),
                .. JobValidation.Of("after", after.Contains(job.Name) ? "names the job itself, which could then never run; take it out." : null),
                .. after.SelectMany((name, i) => JobValidation.Of($"after[{i}]", JobName.Problem(name))),
                .. JobValidation.Of("unmet", job is { On: DependencyRule.End, Unmet: not UnmetRule.Skip } ? "has no effect with on: end, which any end satisfies; leave it out." : null),
            ];
    }

    /// <summary>What is wrong with it among the other jobs.</summary>
    /// <param name="graph">With all jobs from which a way along "follows" leads here, as the job would be saved.</param>
    public static IReadOnlyList<JobProblem> Problems(JobDefinition job, DependencyGraph graph)
    {
        if (graph.Cycle(job.Name) is { } cycle)
        {
            return [new JobProblem("after", $"makes a circle, in which no job could ever run: {string.Join(" after ", cycle)}.") { WellFormed = true }];
        }

        return
        [
            .. graph.Unknown(job.Name).Select(name => new JobProblem(
                "after", $"names '{name}', which is no job; create it first, or correct the name.") { WellFormed = true }),
        ];
    }
}
