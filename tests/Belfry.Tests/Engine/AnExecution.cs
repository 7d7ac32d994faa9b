using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Runs;
using Belfry.Storage;
using Belfry.Tests.Jobs;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Engine;

/// <summary>An attempt of the job <c>report</c> for 08:00, as a node holds it.</summary>
internal static class AnExecution
{
    public static Execution Of(JobDefinition? definition = null, int attempt = 1, bool dryRun = false, Offload? offload = null, Guid node = default, int snoozes = 0) =>
        new(
            Claimed(definition, attempt, dryRun) with { Snoozes = snoozes },
            node,
            offload ?? (work => work()),
            stop => new AttemptJournal(new OutputCap(1_000, 1_000), null, stop));

    public static ClaimedRun Claimed(JobDefinition? definition = null, int attempt = 1, bool dryRun = false) => new(
        RunId.ForTick("report", Clock("08:00")),
        Token: 9,
        attempt,
        LostCount: 0,
        definition ?? Some.Definition("0 * * * *"),
        RunTrigger.Schedule,
        Clock("08:00"),
        Clock("08:00"),
        Clock("08:00"),
        Args: null,
        dryRun,
        Checkpoint: null,
        MissedCount: 0,
        FirstMissed: null);
}
