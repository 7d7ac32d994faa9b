using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("*/5 * * * *")]
    [InlineData("0 0 L * * in America/New_York")]
    [InlineData("every 90 seconds")]
    [InlineData("every 2 weeks on monday at 08:00 in Europe/Paris")]
    [InlineData("monthly on the second tuesday at 10:00 in Europe/Paris")]
    [InlineData("yearly on 29 feb or skip at 00:00")]
    [InlineData("every 15 minutes from 08:00 to 17:00 on weekdays in Europe/Paris")]
    public void Asking_for_a_fire_allocates_nothing(string text)
    {
        var schedule = Schedule.Parse(text);
        var at = Fires.At("2026-01-01T00:00Z");
        Ask(schedule, at);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Ask(schedule, at);

        GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
    }

    private static void Ask(Schedule schedule, DateTimeOffset at)
    {
        for (var i = 0; i < 100; i++)
            _ = (schedule.Next(at.AddHours(i)), schedule.Previous(at.AddHours(i)));
    }
}
