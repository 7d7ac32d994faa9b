using Belfry.Engine;
using Microsoft.Extensions.Logging.Abstractions;

namespace Belfry.Tests.Engine;

public sealed class ServiceLoopTests
{
    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-TimeSpan.TicksPerMillisecond)]
    public async Task A_service_may_ask_for_a_wait_of_any_length(long ticks)
    {
        using var stop = new CancellationTokenSource();
        var wakeup = new Wakeup(TimeProvider.System);
        var service = new Sleeper(TimeSpan.FromTicks(ticks), stop);
        var loop = ServiceLoop.Run(service, wakeup, new Chance(1), NullLogger.Instance, stop.Token);
        wakeup.Set();
        await loop;
        service.Runs.ShouldBe(2);
    }

    /// <summary>Stops the loop when it runs for the second time.</summary>
    private sealed class Sleeper(TimeSpan wait, CancellationTokenSource stop) : IService
    {
        public int Runs { get; private set; }

        public string Name => "sleeper";

        public async ValueTask<TimeSpan> RunOnceAsync(CancellationToken cancellation)
        {
            if (++Runs == 2)
            {
                await stop.CancelAsync();
            }

            return wait;
        }
    }
}
