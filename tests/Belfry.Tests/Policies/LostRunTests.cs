using Belfry.Policies;
using Belfry.Runs;

namespace Belfry.Tests.Policies;

public sealed class LostRunTests
{
    [Theory]
    [InlineData(false, false, 1, null)]
    [InlineData(false, false, 2, null)]
    [InlineData(false, false, 3, RunState.Dead)]
    [InlineData(false, false, 9, RunState.Dead)]
    [InlineData(false, true, 1, RunState.Failed)]
    [InlineData(false, true, 3, RunState.Failed)]
    [InlineData(true, false, 1, RunState.Cancelled)]
    [InlineData(true, true, 3, RunState.Cancelled)]
    public void A_lost_run_is_put_back_until_it_was_lost_too_often(bool cancelled, bool once, int losses, RunState? end) =>
        LostRun.End(cancelled, once, losses, maxLost: 3).ShouldBe(end);
}
