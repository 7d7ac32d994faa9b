using Belfry.Policies;
using Belfry.Runs;

namespace Belfry.Tests.Policies;

public sealed class RetryTests
{
    private static readonly RunError Failure = RunErrors.Of("System.TimeoutException", "slow");

    [Fact]
    public void Without_a_policy_nothing_is_tried_again() => Retry.Next(RetryPolicy.None, 1, Failure, 0).ShouldBeNull();

    [Theory]
    [InlineData(1, 0.0, 0)]
    [InlineData(1, 0.5, 30)]
    [InlineData(2, 0.5, 60)]
    [InlineData(3, 0.25, 60)]
    [InlineData(5, 0.5, 480)]
    [InlineData(9, 0.5, 480)]
    public void Exponential_doubles_up_to_its_cap_and_is_drawn_from_zero_on(int attempt, double chance, int seconds) =>
        Retry.Next(Retry.Exponential(attempts: 10), attempt, Failure, chance).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void By_default_there_are_five_retries_after_at_most_1_2_4_8_and_16_minutes() =>
        Delays(new RetryPolicy { Jitter = false }).ShouldBe([60, 120, 240, 480, 960, null]);

    [Fact]
    public void A_drawn_delay_is_never_longer_than_its_value_and_shrinks_with_chance()
    {
        var random = new Random(20261121);
        for (int i = 0; i < 1_000; i++)
        {
            var policy = Retry.Exponential(random.Next(2, 1_000), TimeSpan.FromSeconds(random.Next(0, 5_000)), TimeSpan.FromDays(random.Next(1, 365)));
            int attempt = random.Next(1, policy.Attempts);
            double chance = random.NextDouble();
            var longest = Retry.Next(policy with { Jitter = false }, attempt, Failure, 0)!.Value;
            longest.ShouldBeLessThanOrEqualTo(policy.Cap);
            Retry.Next(policy, attempt, Failure, chance).ShouldBe(longest * chance);
        }
    }

    [Theory]
    [InlineData(1, 60)]
    [InlineData(4, 480)]
    [InlineData(5, 960)]
    [InlineData(6, 960)]
    [InlineData(999, 960)]
    public void Exponential_without_jitter_is_exact_and_never_overflows(int attempt, int seconds) =>
        Retry.Next(Retry.Exponential(attempts: 1_000) with { Jitter = false }, attempt, Failure, 0.7)
            .ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void The_longest_delay_does_not_overflow() =>
        Retry.Next(
            Retry.Exponential(1_000, TimeSpan.FromDays(365), TimeSpan.FromDays(365)) with { Jitter = false }, 900, Failure, 0)
            .ShouldBe(TimeSpan.FromDays(365));

    [Fact]
    public void Fixed_waits_the_same_each_time() =>
        Delays(Retry.Fixed(4, TimeSpan.FromSeconds(7))).ShouldBe([7, 7, 7, null]);

    [Fact]
    public void Immediate_does_not_wait() => Delays(Retry.Immediate(3)).ShouldBe([0, 0, null]);

    [Fact]
    public void Three_delays_make_four_attempts() =>
        Delays(Retry.List(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30))).ShouldBe([1, 5, 30, null]);

    [Fact]
    public void The_last_delay_of_a_list_repeats() =>
        Delays(Retry.List(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)) with { Attempts = 5 }).ShouldBe([1, 5, 5, 5, null]);

    [Fact]
    public void Only_the_errors_named_are_tried_again()
    {
        Next(Retry.Immediate(2) with { RetryOn = ["TimeoutException"] }).ShouldNotBeNull();
        Next(Retry.Immediate(2) with { RetryOn = ["HttpRequestException"] }).ShouldBeNull();
    }

    [Fact]
    public void What_is_never_to_be_retried_wins()
    {
        Next(Retry.Immediate(2) with { NeverRetryOn = ["TimeoutException"] }).ShouldBeNull();
        Next(Retry.Immediate(2) with { RetryOn = ["*"], NeverRetryOn = ["*: slow"] }).ShouldBeNull();
        Next(Retry.Immediate(2) with { RetryOn = ["*"], NeverRetryOn = ["*: fast"] }).ShouldNotBeNull();
    }

    [Fact]
    public void A_stored_text_that_cannot_be_read_means_no_error() =>
        Next(Retry.Immediate(2) with { NeverRetryOn = ["exit soon"] }).ShouldNotBeNull();

    [Fact]
    public void An_attempt_after_the_last_is_not_tried_again() =>
        Retry.Next(Retry.Immediate(3), 4, Failure, 0).ShouldBeNull();

    private static TimeSpan? Next(RetryPolicy policy) => Retry.Next(policy, 1, Failure, 0);

    private static double?[] Delays(RetryPolicy policy) =>
        [.. Enumerable.Range(1, policy.Attempts).Select(attempt => Retry.Next(policy, attempt, Failure, 0.5)?.TotalSeconds)];
}
