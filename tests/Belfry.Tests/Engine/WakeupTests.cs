using Belfry.Engine;

namespace Belfry.Tests.Engine;

public sealed class WakeupTests
{
    private readonly Wakeup wakeup = new(TimeProvider.System);

    [Fact]
    public void Setting_it_ends_the_wait()
    {
        var wait = Wait();
        wait.IsCompleted.ShouldBeFalse();
        wakeup.Set();
        Ended(wait);
    }

    [Fact]
    public void A_set_before_the_wait_is_not_lost()
    {
        wakeup.Set();
        Wait().IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public void Many_sets_end_one_wait()
    {
        wakeup.Set();
        wakeup.Set();
        Wait().IsCompleted.ShouldBeTrue();
        Wait().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void A_set_that_ended_a_wait_does_not_end_the_next()
    {
        var wait = Wait();
        wakeup.Set();
        Ended(wait);
        Wait().IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public void No_time_at_all_ends_the_wait() => Ended(wakeup.WaitAsync(TimeSpan.Zero, CancellationToken.None));

    [Fact]
    public void A_cancel_ends_the_wait_without_an_exception()
    {
        using var stop = new CancellationTokenSource();
        var wait = wakeup.WaitAsync(Timeout.InfiniteTimeSpan, stop.Token);
        stop.Cancel();
        Ended(wait);
    }

    [Fact]
    public void A_wait_that_was_cancelled_before_it_began_returns()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Ended(wakeup.WaitAsync(Timeout.InfiniteTimeSpan, stop.Token));
    }

    private Task Wait() => wakeup.WaitAsync(Timeout.InfiniteTimeSpan, CancellationToken.None);

    // The continuation runs on another thread; the bound is only for a test that fails.
    private static void Ended(Task wait)
    {
        wait.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
        wait.IsCompletedSuccessfully.ShouldBeTrue();
    }
}
