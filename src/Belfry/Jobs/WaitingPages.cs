using Belfry.Policies;
using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>Ticks that wait for other jobs, in the ledger that people read. Pure.</summary>
internal static class WaitingPages
{
    public static LedgerTick Entry(JobRecord job, WaitingTick tick) => tick.Held && job.Pause is { } pause
        ? new LedgerTick(tick.Due, "pending", SkipReason.Paused, Detail: PauseText.Of(pause) + "; decided when the pause ends")
        : new LedgerTick(tick.Due, "pending", Detail: For(job.Definition, tick));

    private static string For(JobDefinition job, WaitingTick tick)
    {
        var decision = FanIn.Decide(job.On, job.Unmet, [.. job.After.Select(name => Upstream(name, tick))]);
        return decision.Verdict == FanInVerdict.Wait ? decision.Because : "waits to be decided";
    }

    private static UpstreamTick Upstream(string name, WaitingTick tick) =>
        tick.Known.FirstOrDefault(known => known.Job == name) is { } known
            ? new UpstreamTick(name, known.State, known.Detail)
            : new UpstreamTick(name, null);
}
