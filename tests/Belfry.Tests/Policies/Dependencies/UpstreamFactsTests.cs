using Belfry.Policies.Dependencies;
using Belfry.Runs;
using Belfry.Tests.Jobs;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Policies.Dependencies;

public sealed class UpstreamFactsTests
{
    private static readonly UpstreamFact Hourly = new(
        Exists: true, Some.Definition("0 * * * *"), NextDue: Clock("10:00"), IsLive: false, Ended: null, Skipped: null, Awaits: false);

    [Fact]
    public void A_tick_that_is_still_to_come_is_waited_for() => Of(Hourly).ShouldBe("open");

    [Fact]
    public void A_cursor_that_has_passed_without_a_record_means_no_tick() =>
        Of(Hourly with { NextDue = Clock("11:00") }).ShouldBe("a has no tick at 2026-05-04T10:00:00Z");

    [Fact]
    public void A_schedule_without_the_instant_means_no_tick() =>
        Of(Hourly with { Definition = Some.Definition("30 * * * *"), NextDue = Clock("09:30") }).ShouldBe("a has no tick at 2026-05-04T10:00:00Z");

    [Fact]
    public void A_live_run_is_waited_for_whatever_else_is_known() =>
        Of(Hourly with { NextDue = Clock("11:00"), IsLive = true, Ended = RunState.Failed }).ShouldBe("open");

    [Fact]
    public void A_run_that_ended_counts_also_when_its_job_is_gone() =>
        Of(Hourly with { Exists = false, Definition = null, Ended = RunState.Succeeded }).ShouldBe("a succeeded");

    [Fact]
    public void A_recorded_skip_tells_its_reason() =>
        Of(Hourly with { NextDue = Clock("11:00"), Skipped = SkipReason.BreakerOpen }).ShouldBe("a did not run: breaker-open");

    [Fact]
    public void A_deleted_or_disabled_job_is_not_waited_for()
    {
        Of(Hourly with { Exists = false, Definition = null }).ShouldBe("a was deleted");
        Of(Hourly with { Definition = Some.Definition("0 * * * *") with { Enabled = false } }).ShouldBe("a is disabled");
        new UpstreamFacts(Clock("10:00"), new Dictionary<string, UpstreamFact>()).Standing("a").Sentence.ShouldBe("a was deleted");
    }

    [Fact]
    public void What_this_version_cannot_read_is_waited_for() => Of(Hourly with { Definition = null }).ShouldBe("open");

    [Fact]
    public void A_job_by_hand_has_no_tick() =>
        Of(Hourly with { Definition = Some.Definition("manual"), NextDue = null }).ShouldBe("a has no tick at 2026-05-04T10:00:00Z");

    [Fact]
    public void A_job_that_follows_others_is_waited_for_as_long_as_one_of_them_is()
    {
        var follows = Hourly with { Definition = Some.Definition("after b, c"), NextDue = null };
        var passed = Hourly with { NextDue = Clock("11:00") };
        Of(follows, ("b", passed), ("c", Hourly)).ShouldBe("open");
        Of(follows, ("b", passed), ("c", passed)).ShouldBe("a has no tick at 2026-05-04T10:00:00Z");
        Of(follows with { Awaits = true }, ("b", passed), ("c", passed)).ShouldBe("open");
    }

    [Fact]
    public void Many_ways_to_one_job_are_walked_once()
    {
        var facts = Enumerable.Range(0, 60).ToDictionary(
            i => $"j{i}", i => i < 58 ? Hourly with { Definition = Some.Definition($"after j{i + 1}, j{i + 2}"), NextDue = null } : Hourly with { NextDue = null });
        new UpstreamFacts(Clock("10:00"), facts).Standing("j0").DidNotRun.ShouldBeTrue();
    }

    private static string Of(UpstreamFact fact, params (string Job, UpstreamFact Fact)[] others)
    {
        var facts = others.Append(("a", fact)).ToDictionary(one => one.Item1, one => one.Item2);
        var tick = new UpstreamFacts(Clock("10:00"), facts).Standing("a");
        return tick.IsOpen ? "open" : tick.Sentence;
    }
}
