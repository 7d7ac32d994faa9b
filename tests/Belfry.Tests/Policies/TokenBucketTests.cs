using Belfry.Policies;
using static Belfry.Tests.Policies.PlanText;

namespace Belfry.Tests.Policies;

public sealed class TokenBucketTests
{
    private static readonly LimitPolicy ThreeAMinute = new(Running: null, Starts: 3, Per: TimeSpan.FromMinutes(1));

    [Fact]
    public void A_bucket_that_nothing_was_taken_from_is_full() => Left(null, "08:00").ShouldBe(3);

    [Theory]
    [InlineData("08:00", 0)]
    [InlineData("08:00:19.9", 0)]
    [InlineData("08:00:20", 1)]
    [InlineData("08:00:59", 2)]
    [InlineData("08:01", 3)]
    [InlineData("18:00", 3)]
    public void An_empty_bucket_refills_evenly_and_not_beyond_its_size(string now, int left) =>
        Left(TokenBucket.Take(ThreeAMinute, null, Clock("08:00"), 3), now).ShouldBe(left);

    [Fact]
    public void The_next_token_is_told()
    {
        var empty = TokenBucket.Take(ThreeAMinute, null, Clock("08:00"), 3);
        TokenBucket.Next(ThreeAMinute, empty).ShouldBe(Clock("08:00:20"));
    }

    [Fact]
    public void A_rate_that_was_made_smaller_gives_nothing_before_its_time()
    {
        var empty = TokenBucket.Take(ThreeAMinute, null, Clock("08:00"), 3);
        var slower = ThreeAMinute with { Starts = 10, Per = TimeSpan.FromSeconds(10) };
        TokenBucket.Available(slower, empty, Clock("08:00")).ShouldBe(0);
    }

    [Fact]
    public void Without_a_rate_there_is_no_bound() =>
        TokenBucket.Available(new LimitPolicy(Running: 3), null, Clock("08:00")).ShouldBe(int.MaxValue);

    [Theory]
    [InlineData(7, 60)]
    [InlineData(1, 1)]
    [InlineData(1_000, 3)]
    [InlineData(13, 86_400)]
    public void However_it_is_taken_never_more_go_than_the_size_and_what_was_refilled(int starts, int seconds)
    {
        var policy = new LimitPolicy(Running: null, starts, TimeSpan.FromSeconds(seconds));
        var chance = new Chance(7);
        var (now, taken) = (Clock("08:00"), 0L);
        DateTimeOffset? fullAt = null;
        for (var i = 0; i < 2_000; i++)
        {
            now = now.AddTicks(chance.Next((int)Math.Min(int.MaxValue, 2 * policy.Per!.Value.Ticks / starts)));
            var count = Math.Min(TokenBucket.Available(policy, fullAt, now), 1 + chance.Next(3));
            if (count > 0)
            {
                fullAt = TokenBucket.Take(policy, fullAt, now, count);
                taken += count;
            }

            var refilled = (now - Clock("08:00")) / policy.Per!.Value * starts;
            ((double)taken).ShouldBeLessThanOrEqualTo(starts + refilled + 1e-6);
        }
    }

    private static int Left(DateTimeOffset? fullAt, string now) => TokenBucket.Available(ThreeAMinute, fullAt, Clock(now));
}
