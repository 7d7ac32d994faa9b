using Belfry.Schedules;

namespace Belfry.Policies.Dependencies;

internal enum FanInVerdict
{
    Go,
    Wait,
    Skip,
    Fail,
}

/// <param name="Because">The upstream jobs that decided, as a sentence: who is waited for, or how they ended; empty for <see cref="FanInVerdict.Go"/>.</param>
internal sealed record FanInDecision(FanInVerdict Verdict, string Because);

/// <summary>
/// Whether a job that follows others may run for a tick. Decided as soon as nothing that may still be told could change it, so it
/// does not matter in which order the upstream jobs are heard of.
/// </summary>
internal static class FanIn
{
    // Of fifty that failed, a few names tell enough.
    private const int MostNames = 3;

    /// <param name="upstream">Every job it follows, once.</param>
    public static FanInDecision Decide(DependencyRule rule, UnmetRule unmet, IReadOnlyList<UpstreamTick> upstream)
    {
        UpstreamTick[] open = [.. upstream.Where(tick => tick.IsOpen)];
        UpstreamTick[] wrong = [.. upstream.Where(tick => tick.WentWrong)];
        UpstreamTick[] absent = [.. upstream.Where(tick => tick.DidNotRun)];

        // Where a failure says more than a tick that was not run, the tick must wait for the failure that may still come.
        bool failureOutweighs = rule == DependencyRule.Failure || (rule == DependencyRule.Success && unmet == UnmetRule.Fail);
        return rule switch
        {
            DependencyRule.Failure when upstream.Any(tick => tick.Failed) => new FanInDecision(FanInVerdict.Go, ""),
            DependencyRule.Success when unmet == UnmetRule.Fail && wrong.Length > 0 => Of(FanInVerdict.Fail, wrong),
            _ when absent.Length > 0 && (open.Length == 0 || !failureOutweighs) => Of(FanInVerdict.Skip, absent),
            DependencyRule.Success when wrong.Length > 0 => Unmet(unmet, wrong),
            _ when open.Length > 0 => new FanInDecision(FanInVerdict.Wait, "waits for " + Written.List([.. open.Select(tick => tick.Job)])),
            DependencyRule.Failure => Unmet(unmet, upstream),
            _ => new FanInDecision(FanInVerdict.Go, ""),
        };
    }

    private static FanInDecision Unmet(UnmetRule rule, IReadOnlyList<UpstreamTick> because) => rule switch
    {
        UnmetRule.Wait => new FanInDecision(FanInVerdict.Wait, $"waits for another run, because {Sentence(because)}"),
        UnmetRule.Fail => Of(FanInVerdict.Fail, because),
        _ => Of(FanInVerdict.Skip, because),
    };

    private static FanInDecision Of(FanInVerdict verdict, IReadOnlyList<UpstreamTick> because) => new(verdict, Sentence(because));

    private static string Sentence(IReadOnlyList<UpstreamTick> ticks)
    {
        string named = string.Join("; ", ticks.Take(MostNames).Select(tick => tick.Sentence));
        return ticks.Count > MostNames ? $"{named}; and {ticks.Count - MostNames} more" : named;
    }
}
