using Belfry.Policies;
using Belfry.Runs;

namespace Belfry.Tests.Policies;

public sealed class RetryTests
{
    private static readonly RunError Failure = RunErrors.Of("System.TimeoutException", "slow");

    [Fact]
    public void Without_a_policy_nothing_is_tried_again() => Retry.Next(RetryPolicy.None, 1, Failure, 0).ShouldBeNull();

    [Theory]
    [InlineData(1, 0.0, 30)]
    [InlineData(1, 0.5, 45)]
    [InlineData(2, 0.0, 60)]
    [InlineData(2, 0.5, 90)]
    [InlineData(3, 0.5, 180)]
    [InlineData(5, 0.0, 480)]
    [InlineData(9, 0.0, 480)]
    public void Exponential_doubles_up_to_its_cap_between_half_and_all(int attempt, double chance, int seconds) =>
        Retry.Next(Retry.Exponential(attempts: 10), attempt, Failure, chance).ShouldBe(TimeSpan.FromSeconds(seconds));

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

    [Theory]
    [InlineData("TimeoutException", true)]
    [InlineData("System.TimeoutException", true)]
    [InlineData("HttpRequestException", false)]
    [InlineData("OutException", false)]
    [InlineData("timeoutexception", false)]
    public void Only_the_errors_named_are_tried_again(string on, bool retried) =>
        (Retry.Next(Retry.Immediate(2) with { On = [on] }, 1, Failure, 0) is not null).ShouldBe(retried);

    [Fact]
    public void An_attempt_after_the_last_is_not_tried_again() =>
        Retry.Next(Retry.Immediate(3), 4, Failure, 0).ShouldBeNull();

    private static double?[] Delays(RetryPolicy policy) =>
        [.. Enumerable.Range(1, policy.Attempts).Select(attempt => Retry.Next(policy, attempt, Failure, 0.5)?.TotalSeconds)];
}
