using Belfry.Engine;

namespace Belfry.Tests.Engine;

public sealed class StoreClockTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 29, 12, 0, 0, TimeSpan.Zero);

    private readonly HandTime time = new();
    private readonly StoreClock clock;

    public StoreClockTests() => clock = new StoreClock(time);

    [Fact]
    public void A_node_whose_clock_runs_fast_is_not_ahead_of_the_store()
    {
        Learn(Noon, way: TimeSpan.Zero);

        // Ten seconds of the store, as a clock that gains 500 ppm counts them.
        time.Pass(TimeSpan.FromSeconds(10) * 1.0005);

        clock.Now.ShouldBeLessThanOrEqualTo(Noon.AddSeconds(10));
    }

    [Fact]
    public void The_answer_that_was_fastest_counts()
    {
        Learn(Noon, way: TimeSpan.Zero);
        Learn(Noon, way: TimeSpan.FromMilliseconds(40));

        clock.Now.ShouldBeGreaterThan(Noon.AddMilliseconds(39));
    }

    [Fact]
    public void A_store_that_was_set_back_is_believed_with_its_next_answer()
    {
        Learn(Noon, way: TimeSpan.Zero);
        time.Pass(TimeSpan.FromSeconds(5));

        Learn(Noon, way: TimeSpan.FromMilliseconds(1));

        clock.Now.ShouldBe(Noon);
    }

    private void Learn(DateTimeOffset now, TimeSpan way)
    {
        var sentAt = time.GetTimestamp();
        time.Pass(way);
        clock.Learn(now, sentAt);
    }

    private sealed class HandTime : TimeProvider
    {
        private long ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => ticks;

        public void Pass(TimeSpan by) => ticks += by.Ticks;
    }
}
