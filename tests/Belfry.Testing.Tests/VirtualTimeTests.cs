namespace Belfry.Testing.Tests;

public sealed class VirtualTimeTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 29, 0, 0, 0, TimeSpan.Zero);

    private readonly VirtualTime time = new(Start);
    private readonly List<string> fired = [];

    [Fact]
    public void It_stands_still_until_it_is_moved()
    {
        time.GetUtcNow().ShouldBe(Start);
        time.Advance(TimeSpan.FromMinutes(90));
        time.GetUtcNow().ShouldBe(Start.AddMinutes(90));
    }

    [Fact]
    public void It_does_not_go_back()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => time.Advance(TimeSpan.FromSeconds(-1)));
        Should.Throw<ArgumentOutOfRangeException>(() => time.AdvanceTo(Start.AddTicks(-1)));
    }

    [Fact]
    public void Elapsed_time_is_that_of_the_clock()
    {
        var began = time.GetTimestamp();
        time.Advance(TimeSpan.FromSeconds(7));
        time.GetElapsedTime(began).ShouldBe(TimeSpan.FromSeconds(7));
    }

    [Fact]
    public void Timers_fire_in_order_and_see_their_own_instant()
    {
        Timer("b", 2);
        Timer("a", 1);
        Timer("c", 3);
        time.Advance(TimeSpan.FromSeconds(2));
        fired.ShouldBe(["a 00:00:01", "b 00:00:02"]);
    }

    [Fact]
    public void Timers_of_one_instant_fire_in_the_order_they_were_made()
    {
        Timer("a", 1);
        Timer("b", 1);
        Timer("c", 1);
        time.Advance(TimeSpan.FromSeconds(1));
        fired.ShouldBe(["a 00:00:01", "b 00:00:01", "c 00:00:01"]);
    }

    [Fact]
    public void A_period_repeats()
    {
        using var timer = Timer("a", 1, period: 2);
        time.Advance(TimeSpan.FromSeconds(6));
        fired.ShouldBe(["a 00:00:01", "a 00:00:03", "a 00:00:05"]);
    }

    [Fact]
    public void A_timer_that_was_changed_keeps_only_its_new_instant()
    {
        var timer = Timer("a", 1);
        timer.Change(TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan).ShouldBeTrue();
        time.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBe(["a 00:00:05"]);
    }

    [Fact]
    public void A_disposed_timer_never_fires_and_cannot_be_changed()
    {
        var timer = Timer("a", 1);
        timer.Dispose();
        timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(10));
        fired.ShouldBeEmpty();
    }

    [Fact]
    public void A_timer_made_by_a_timer_fires_on_the_same_way()
    {
        using var first = time.CreateTimer(_ => Timer("b", 1), null, TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromSeconds(2));
        fired.ShouldBe(["b 00:00:02"]);
    }

    [Fact]
    public async Task Delays_and_time_outs_follow_it()
    {
        var delay = Task.Delay(TimeSpan.FromHours(1), time);
        using var timeout = new CancellationTokenSource(TimeSpan.FromHours(2), time);
        time.Advance(TimeSpan.FromHours(1));
        await delay;
        timeout.IsCancellationRequested.ShouldBeFalse();
        time.Advance(TimeSpan.FromHours(1));
        timeout.IsCancellationRequested.ShouldBeTrue();
    }

    private ITimer Timer(string name, int seconds, int? period = null) => time.CreateTimer(
        _ => fired.Add($"{name} {time.GetUtcNow():HH:mm:ss}"),
        null,
        TimeSpan.FromSeconds(seconds),
        period is { } every ? TimeSpan.FromSeconds(every) : Timeout.InfiniteTimeSpan);
}
