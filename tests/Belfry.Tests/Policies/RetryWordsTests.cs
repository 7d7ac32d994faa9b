using Belfry.Policies;

namespace Belfry.Tests.Policies;

public sealed class RetryWordsTests
{
    [Fact]
    public void Each_strategy_has_its_words()
    {
        RetryWords.Of(RetryPolicy.None).ShouldBe("one attempt, no retry");
        RetryWords.Of(new RetryPolicy()).ShouldBe("6 attempts, after at most 1m, 2m, 4m, 8m, 16m drawn at random");
        RetryWords.Of(Retry.Exponential(3) with { Jitter = false }).ShouldBe("3 attempts, after 1m, 2m");
        RetryWords.Of(Retry.Fixed(3, TimeSpan.FromSeconds(90))).ShouldBe("3 attempts, each 1m 30s after the last");
        RetryWords.Of(Retry.Immediate(2)).ShouldBe("2 attempts, without a wait");
        RetryWords.Of(Retry.List(TimeSpan.FromSeconds(1), TimeSpan.FromHours(2))).ShouldBe("3 attempts, after 1s, 2h");
    }

    [Fact]
    public void Many_retries_are_abridged() =>
        RetryWords.Of(Retry.Exponential(50) with { Jitter = false }).ShouldBe("50 attempts, after 1m, 2m, 4m, 8m, 16m, 16m, 16m, 16m … 16m");

    [Fact]
    public void Errors_are_named() =>
        RetryWords.Of(Retry.Immediate(2) with { RetryOn = ["exit 75", "timeout"], NeverRetryOn = ["ArgumentException"] })
            .ShouldBe("2 attempts, without a wait; only after exit 75, timeout; never after ArgumentException");
}
