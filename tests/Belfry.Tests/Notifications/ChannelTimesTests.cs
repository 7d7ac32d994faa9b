using Belfry.Notifications;
using Belfry.Storage;

namespace Belfry.Tests.Notifications;

public sealed class ChannelTimesTests
{
    private static readonly ChannelTimes Standard = new();

    private static readonly ChannelTimes Quiet = new() { Quiet = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Paris") };

    [Fact]
    public void A_message_waits_for_what_happens_right_after() =>
        Standard.DueAt(Opened("12:00:00"), null, At("12:00:00")).ShouldBe(At("12:00:10"));

    [Fact]
    public void Messages_keep_their_distance()
    {
        Standard.DueAt(Opened("12:00:20"), At("12:00:10"), At("12:00:20")).ShouldBe(At("12:01:10"));
        Standard.DueAt(Opened("12:05:00"), At("12:00:10"), At("12:05:00")).ShouldBe(At("12:05:10"));
    }

    // Paris is an hour ahead of UTC on this day.
    [Theory]
    [InlineData("20:59:49", "20:59:59")]
    [InlineData("20:59:50", "06:00:00+")]
    [InlineData("23:30:00", "06:00:00+")]
    [InlineData("05:59:50", "06:00:00")]
    [InlineData("06:00:00", "06:00:10")]
    public void Quiet_hours_go_over_midnight_in_their_zone(string opened, string due) =>
        Quiet.DueAt(Opened(opened), null, At(opened)).ShouldBe(due.EndsWith('+') ? At(due[..^1]).AddDays(1) : At(due));

    [Fact]
    public void A_message_that_was_held_up_into_quiet_hours_waits_for_their_end() =>
        Quiet.DueAt(Opened("20:00:00"), null, At("21:30:00")).ShouldBe(At("06:00:00").AddDays(1));

    [Fact]
    public void Dead_letters_wait_for_the_end_unless_they_are_excepted()
    {
        var excepting = Quiet with
        {
            Quiet = new QuietHours(new TimeOnly(22, 0), new TimeOnly(7, 0), "Europe/Paris") { ExceptDeadLetters = true },
        };
        var urgent = Opened("22:00:00") with { UrgentAt = At("23:00:00") };
        Quiet.DueAt(urgent, null, At("23:00:00")).ShouldBe(At("06:00:00").AddDays(1));
        excepting.DueAt(urgent, null, At("23:00:00")).ShouldBe(At("23:00:10"));
        excepting.DueAt(Opened("22:00:00"), null, At("23:00:00")).ShouldBe(At("06:00:00").AddDays(1));
    }

    [Fact]
    public void A_message_that_was_tried_has_its_own_instant() =>
        Quiet.DueAt(Opened("12:00:00") with { Attempts = 1, DueAt = At("12:07:00") }, null, At("12:00:30")).ShouldBe(At("12:07:00"));

    [Fact]
    public void Quiet_hours_without_a_length_are_refused() =>
        Should.Throw<ArgumentException>(() => new QuietHours(new TimeOnly(7, 0), new TimeOnly(7, 0)));

    [Theory]
    [InlineData(1, 0, 10)]
    [InlineData(2, 0, 20)]
    [InlineData(5, 0, 160)]
    [InlineData(50, 0, 900)]
    [InlineData(1, 30, 30)]
    [InlineData(1, 90_000, 3_600)]
    public void A_delivery_is_tried_again_after_a_growing_wait_and_not_before_the_other_side_wants(int attempts, int asked, int seconds) =>
        Redelivery.Wait(attempts, TimeSpan.FromSeconds(asked), TimeSpan.FromMinutes(1), chance: 1).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void After_three_days_a_message_is_given_up() =>
        Redelivery.Wait(300, null, TimeSpan.FromDays(3.1), chance: 0).ShouldBeNull();

    private static OutboxMessage Opened(string time) => new(Guid.Empty, "ops", 1, 0, At(time), null, null, Digest.Empty);

    private static DateTimeOffset At(string time) => new(new DateOnly(2026, 3, 1).ToDateTime(TimeOnly.Parse(time, null)), TimeSpan.Zero);
}
