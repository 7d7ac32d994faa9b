using Belfry.Notifications;
using Belfry.Policies;

namespace Belfry.Tests.Notifications;

public sealed class AlertsTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // f a failed run, d a dead one, s a success, w a success with a warning, m missed ticks, b a change of the breaker,
    // o an overrun, k no overrun any more; what is told of it stands below, a dot for nothing.
    [Theory]
    [InlineData("ffff", "F...", 1)]
    [InlineData("ffff", "..F.", 3)]
    [InlineData("ffsff", ".....", 3)]
    [InlineData("fffsfff", "..FR..F", 3)]
    [InlineData("ffff", "....", 0)]
    [InlineData("sss", "...", 1)]
    [InlineData("ddd", "DDD", 3)]
    [InlineData("ds", "DR", 3)]
    [InlineData("dfffs", "D...R", 3)]
    [InlineData("wws", "E.R", 1)]
    [InlineData("wfw", "EFE", 1)]
    [InlineData("mm", "MM", 1)]
    [InlineData("b", "B", 1)]
    [InlineData("ookko", "E.R.E", 1)]
    public void What_is_told_of_a_sequence(string events, string told, int afterFailures)
    {
        var policy = new NotifyPolicy { AfterFailures = afterFailures, OnMissed = true, OnBreaker = true };
        Tell(policy, events).ShouldBe(told);
    }

    [Theory]
    [InlineData("fd")]
    [InlineData("fs")]
    [InlineData("w")]
    [InlineData("m")]
    [InlineData("b")]
    [InlineData("o")]
    public void What_is_switched_off_is_not_told(string events)
    {
        var silent = new NotifyPolicy
        {
            AfterFailures = 0, OnDeadLetter = false, OnRecovery = false, OnMissed = false, OnBreaker = false, OnExpectation = false,
        };
        Tell(silent, events).ShouldBe(new string('.', events.Length));
    }

    [Fact]
    public void A_success_makes_a_job_well_in_every_respect()
    {
        var (state, _) = Run(new NotifyPolicy(), "fffs");
        state.ShouldBe(AlertState.Well);
        state.IsUnwell.ShouldBeFalse();
    }

    [Theory]
    [InlineData("f", true)]
    [InlineData("w", true)]
    [InlineData("s", false)]
    [InlineData("m", false)]
    [InlineData("ws", false)]
    public void The_next_success_matters_while_a_job_is_unwell(string events, bool isUnwell) =>
        Run(new NotifyPolicy { AfterFailures = 0 }, events).State.IsUnwell.ShouldBe(isUnwell);

    [Theory]
    [InlineData("f", "job failed: boom: It broke.")]
    [InlineData("ff", "job failed 2 times in a row since 2026-03-01T12:00:00Z: boom: It broke.")]
    [InlineData("d", "job: the run of 2026-03-01T12:00:00Z is a dead letter: boom: It broke.")]
    [InlineData("ffs", "job succeeded again after 2 failures in 2m")]
    [InlineData("w", "job succeeded, but took long; rows was not reported")]
    [InlineData("m", "job missed 5 ticks from 2026-03-01T12:00:00Z on (misfire)")]
    [InlineData("b", "Breaker fx-api is open")]
    public void Sentences_say_what_happened(string events, string sentence)
    {
        var policy = new NotifyPolicy { AfterFailures = Math.Max(1, events.Count(c => c == 'f')), OnMissed = true, OnBreaker = true };
        Run(policy, events).Last!.Sentence.ShouldBe(sentence);
    }

    [Fact]
    public void A_sentence_is_one_line_however_long_the_error_is()
    {
        var end = Event('f', Start) with { Text = "first\nsecond " + new string('x', 10_000) };
        var sentence = Alerts.Next(new NotifyPolicy(), AlertState.Well, end).Notice!.Sentence;
        sentence.ShouldStartWith("job failed: boom: first second xxx");
        sentence.Length.ShouldBeLessThan(400);
        sentence.ShouldNotContain('\n');
    }

    [Fact]
    public void A_state_survives_being_stored()
    {
        var (state, _) = Run(new NotifyPolicy(), "wffo");
        AlertState.Read(state.Write()).ShouldBe(state);
        AlertState.Read(null).ShouldBe(AlertState.Well);
    }

    private static string Tell(NotifyPolicy policy, string events)
    {
        var state = AlertState.Well;
        var told = "";
        for (int i = 0; i < events.Length; i++)
        {
            (state, var notice) = Alerts.Next(policy, state, Event(events[i], Start.AddMinutes(i)));
            told += notice is null ? '.' : notice.Kind.ToString()[0];
        }

        return told;
    }

    private static (AlertState State, Notice? Last) Run(NotifyPolicy policy, string events)
    {
        var (state, last) = (AlertState.Well, (Notice?)null);
        for (int i = 0; i < events.Length; i++)
        {
            (state, last) = Alerts.Next(policy, state, Event(events[i], Start.AddMinutes(i)));
        }

        return (state, last);
    }

    private static JobEvent Event(char what, DateTimeOffset at) => what switch
    {
        'f' or 'd' => new JobEvent(1, at, "job", EventKind.RunEnded, what == 'f' ? "failed" : "dead") { Due = at, ErrorType = "boom", Text = "It broke." },
        's' => new JobEvent(1, at, "job", EventKind.RunEnded, "succeeded"),
        'w' => new JobEvent(1, at, "job", EventKind.RunEnded, "succeeded") { Warnings = ["took long", "rows was not reported"] },
        'm' => new JobEvent(1, at, "job", EventKind.TicksMissed, "misfire") { Due = at, Count = 5 },
        'b' => new JobEvent(1, at, "job", EventKind.BreakerChanged, "open") { Text = "fx-api is open" },
        'o' => new JobEvent(1, at, "job", EventKind.Drifted, "overrun") { Text = "takes longer than its interval" },
        _ => new JobEvent(1, at, "job", EventKind.Drifted, "ok"),
    };
}
