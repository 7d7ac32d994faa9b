using Belfry.Policies.Breakers;

namespace Belfry.Tests.Policies.Breakers;

public sealed class BreakerSentencesTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly BreakerPolicy Policy = new() { Failures = 2 };

    [Fact]
    public void A_closed_one_says_since_when_or_how_near_it_is_to_opening()
    {
        Of(BreakerState.Closed(Start), 0).ShouldBe("is closed since 2026-11-23T08:00:00Z");
        Of(Fail(1), 0).ShouldBe("is closed; 1 of 2 failures in a row");
    }

    [Fact]
    public void An_open_one_says_since_when_after_what_and_when_it_tries_again() =>
        Of(Fail(2), 10).ShouldBe(
            "is open since 2026-11-23T08:00:00Z after 2 failures in a row within 1m (HttpRequestException: 503); the next trial call may begin at 2026-11-23T08:05:00Z");

    [Fact]
    public void A_half_open_one_says_how_many_trials_it_lets_through() =>
        Of(Fail(2), 301).ShouldBe(
            "is half open since 2026-11-23T08:05:00Z, 1 trial call at a time; it opened at 2026-11-23T08:00:00Z after 2 failures in a row within 1m (HttpRequestException: 503)");

    [Fact]
    public void An_isolated_one_says_who_did_it_and_why() =>
        Of(Breaker.Isolate(Fail(1), "the provider is moving", "ann", Start), 9_999).ShouldBe(
            "is isolated by ann since 2026-11-23T08:00:00Z until somebody resets it: the provider is moving");

    private static string Of(BreakerState state, int seconds) => BreakerSentences.Of(state, Policy, Start.AddSeconds(seconds));

    private static BreakerState Fail(int times) => Enumerable.Range(0, times).Aggregate(
        BreakerState.Closed(Start),
        (state, _) => Breaker.Next(state, Policy, new Call(Start, CallOutcome.Failed, "HttpRequestException: 503"), Start));
}
