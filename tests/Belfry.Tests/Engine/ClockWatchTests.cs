using Belfry.Engine;

namespace Belfry.Tests.Engine;

/// <summary>A node's clocks beside the store's, over beats every 3 s.</summary>
public sealed class ClockWatchTests
{
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(3);

    private ClockWatch watch = new(BeatEvery, null);
    private TimeSpan own;
    private DateTimeOffset wall = DateTimeOffset.UnixEpoch;
    private DateTimeOffset store = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Nothing_is_reported_before_the_first_beat() => watch.Report.ShouldBeNull();

    [Fact]
    public void The_skew_is_measured_in_the_middle_of_the_round_trip()
    {
        wall = store.AddSeconds(5);
        watch.Read(new ClockReading(own, TimeSpan.FromSeconds(1), wall, store.AddSeconds(0.5)));
        watch.Report.ShouldNotBeNull().Skew.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void A_slow_answer_says_nothing_about_the_skew()
    {
        Beat();
        watch.Read(new ClockReading(own, TimeSpan.FromSeconds(8), wall, store.AddSeconds(8)));
        watch.Report!.Skew.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void A_wrong_wall_clock_is_said_once_and_changes_nothing()
    {
        wall = store.AddDays(1);
        Beat().ShouldBe(ClockNews.Skewed);
        Beat().ShouldBe(ClockNews.None);
        watch.Report!.Trusted.ShouldBeTrue();
    }

    [Fact]
    public void A_bound_makes_a_wrong_wall_clock_count_until_it_is_right_again()
    {
        watch = new ClockWatch(BeatEvery, TimeSpan.FromMinutes(1));
        wall = store.AddSeconds(61);
        Beat().ShouldBe(ClockNews.Skewed | ClockNews.Distrusted);
        watch.Report!.Trusted.ShouldBeFalse();
        wall = store.AddSeconds(-59);
        Beat().ShouldBe(ClockNews.Jumped | ClockNews.TrustedAgain);
        watch.Report!.Trusted.ShouldBeTrue();
    }

    [Fact]
    public void Jumps_are_counted()
    {
        Beat();
        wall += TimeSpan.FromHours(2);
        Beat().ShouldBe(ClockNews.Jumped | ClockNews.Skewed);
        wall -= TimeSpan.FromHours(2);
        Beat().ShouldBe(ClockNews.Jumped);
        Beat().ShouldBe(ClockNews.None);
        watch.Report!.Jumps.ShouldBe(2);
    }

    [Fact]
    public void Standing_still_between_two_beats_is_a_pause()
    {
        Beat();
        Pass(20);
        Beat().ShouldBe(ClockNews.Paused);
        Beat().ShouldBe(ClockNews.None);
        watch.Report!.Pauses.ShouldBe(1);
    }

    [Fact]
    public void A_beat_that_is_a_little_late_is_no_pause()
    {
        Beat();
        Pass(2.9);
        Beat().ShouldBe(ClockNews.None);
    }

    [Theory]
    [InlineData(1.10)]
    [InlineData(0.90)]
    public void A_monotonic_clock_that_runs_wrong_is_not_trusted_until_it_runs_right_for_a_minute(double pace)
    {
        Beats(25, pace).ShouldBe(1);
        watch.Report!.Trusted.ShouldBeFalse();
        Beats(60, 1).ShouldBe(1);
        watch.Report!.Trusted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(1.03)]
    [InlineData(0.97)]
    public void A_small_drift_is_let_pass(double pace)
    {
        Beats(100, pace);
        watch.Report!.Trusted.ShouldBeTrue();
    }

    [Theory]
    [InlineData(4)]
    [InlineData(-4)]
    [InlineData(7_200)]
    public void A_store_whose_clock_was_set_does_not_make_the_nodes_distrusted(double seconds)
    {
        Beats(5, 1);
        store = store.AddSeconds(seconds);
        Beats(40, 1);
        watch.Report!.Trusted.ShouldBeTrue();
    }

    [Fact]
    public void A_store_whose_clock_stands_still_does_not_make_the_nodes_distrusted()
    {
        Beats(5, 1);
        for (var i = 0; i < 50; i++)
        {
            Beat(storePace: 0);
        }

        watch.Report!.Trusted.ShouldBeTrue();
    }

    private int Beats(int count, double pace)
    {
        var news = 0;
        for (var i = 0; i < count; i++)
        {
            news += (Beat(1 / pace) & (ClockNews.Distrusted | ClockNews.TrustedAgain)) != 0 ? 1 : 0;
        }

        return news;
    }

    private ClockNews Beat(double storePace = 1)
    {
        var news = watch.Read(new ClockReading(own, TimeSpan.Zero, wall, store));
        watch.Expect(own, BeatEvery);
        Pass(BeatEvery.TotalSeconds, storePace);
        return news;
    }

    private void Pass(double seconds, double storePace = 1)
    {
        own += TimeSpan.FromSeconds(seconds);
        wall = wall.AddSeconds(seconds);
        store = store.AddSeconds(seconds * storePace);
    }
}
