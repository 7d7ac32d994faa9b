using System.Text.RegularExpressions;
using Belfry.Policies.Breakers;
using Belfry.Runs;

namespace Belfry.Tests.Policies.Breakers;

public sealed class BreakerTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);
    private static readonly BreakerPolicy Policy = new();

    // f and s: a call that fails or succeeds at once. u: one whose end nobody knows. t: begins a call that stays under way.
    // F S U: the oldest of those ends. R I: reset, isolate. A number: seconds that pass. Answers the mode wherever it has changed, and x
    // for a call that is not let through.
    [Theory]
    [InlineData("ffff", "")]
    [InlineData("fffff", "open")]
    [InlineData("ffffsffff", "")]
    [InlineData("ffffuf", "open")]
    [InlineData("f 20 f 20 f 19 ff", "open")]
    [InlineData("f 20 f 20 f 20 ff", "")]
    [InlineData("f 30 f 30 fff 29 f", "open")]
    [InlineData("fffff s", "open x")]
    [InlineData("fffff 299 s", "open x")]
    [InlineData("fffff 300 s s", "open half_open closed")]
    [InlineData("fffff 300 f s", "open half_open open x")]
    [InlineData("fffff 300 f 300 s", "open half_open open half_open closed")]
    [InlineData("fffff 300 t t S f", "open half_open x closed")]
    [InlineData("fffff 300 u s", "open half_open closed")]
    [InlineData("fffff 300 t 299 t", "open half_open x")]
    [InlineData("fffff 300 t 999 t U s", "open half_open x closed")]
    [InlineData("t t 1 fffff F S", "open")]
    [InlineData("t fffff 300 F s", "open half_open closed")]
    [InlineData("t fffff 300 S s", "open half_open closed")]
    [InlineData("t fffff 300 t F S", "open half_open closed")]
    [InlineData("t fffff 1 R F ffff", "open closed")]
    [InlineData("fffff R fffff", "open closed open")]
    [InlineData("I s 9999 s", "open x x")]
    [InlineData("I 9999 R s", "open closed")]
    [InlineData("t I S s", "open x")]
    [InlineData("t I 9999 S s", "open x")]
    public void Calls_and_time_move_it_through_its_modes(string story, string told) => Tell(story).ShouldBe(told);

    [Fact]
    public void More_trials_at_once_are_a_choice()
    {
        var policy = Policy with { Trials = 3 };
        var (state, now) = (Opened(), Start + Policy.Recovery);
        Breaker.Room(state, policy, now, 0).ShouldBe(3);
        Breaker.Room(state, policy, now, 2).ShouldBe(1);
        Breaker.Room(state, policy, now, 4).ShouldBe(0);
    }

    [Fact]
    public void Of_several_trials_the_first_to_end_decides_and_the_others_say_nothing()
    {
        var (state, begun) = (Opened(), Start + Policy.Recovery);
        var closed = Breaker.Next(state, Policy, new Call(begun, CallOutcome.Succeeded, null), begun.AddSeconds(1));
        Breaker.Next(closed, Policy, new Call(begun, CallOutcome.Failed, null), begun.AddSeconds(2)).ShouldBeSameAs(closed);
        var reopened = Breaker.Next(state, Policy, new Call(begun, CallOutcome.Failed, null), begun.AddSeconds(1));
        Breaker.Next(reopened, Policy, new Call(begun, CallOutcome.Succeeded, null), begun.AddSeconds(2)).ShouldBeSameAs(reopened);
    }

    [Fact]
    public void It_remembers_when_and_why_it_first_opened()
    {
        var state = Opened();
        state.OpenedAt.ShouldBe(Start);
        state.Cause.ShouldBe("5 failures in a row within 1m (boom)");
        var later = Start + 2 * Policy.Recovery;
        var again = Breaker.Next(state, Policy, new Call(later, CallOutcome.Failed, "still boom"), later);
        again.OpenedAt.ShouldBe(Start);
        again.Since.ShouldBe(later);
        again.Cause.ShouldBe("a failed trial call (still boom)");
    }

    [Fact]
    public void A_clock_that_was_read_earlier_moves_nothing_back()
    {
        var state = Breaker.Isolate(BreakerState.Closed(Start.AddSeconds(5)), "deploy", "ann", Start);
        state.Since.ShouldBe(Start.AddSeconds(5));
        Breaker.Reset(state, "done", "ann", Start).Since.ShouldBe(Start.AddSeconds(5));
    }

    [Theory]
    [InlineData(RunState.Succeeded, null, "Succeeded")]
    [InlineData(RunState.Failed, "TimeoutException", "Failed")]
    [InlineData(RunState.Dead, "exit-code", "Failed")]
    [InlineData(RunState.Retrying, "timeout", "Failed")]
    [InlineData(RunState.Failed, "worker-lost", "Unknown")]
    [InlineData(RunState.Queued, null, "Unknown")]
    [InlineData(RunState.Cancelled, "cancelled", "Unknown")]
    public void Only_ends_that_tell_about_the_target_count(RunState state, string? error, string outcome) =>
        Call.Of(Start, state, error is null ? null : RunErrors.Of(error, "It broke.")).Outcome.ToString().ShouldBe(outcome);

    [Theory]
    [InlineData("System.Net.Http.HttpRequestException", "Status 503.\nTry later.", "HttpRequestException: Status 503. Try later")]
    [InlineData("exit-code", "exited with code 7", "exited with code 7")]
    public void A_failure_is_told_in_one_line(string type, string message, string text) =>
        Call.Of(Start, RunState.Failed, RunErrors.Of(type, message)).Error.ShouldBe(text);

    [Fact]
    public void Whatever_happens_trials_are_bounded_and_it_is_never_stuck()
    {
        var random = new Random(20261123);
        for (int round = 0; round < 2_000; round++)
        {
            var policy = new BreakerPolicy
            {
                Failures = random.Next(1, 6),
                Window = TimeSpan.FromSeconds(random.Next(1, 60)),
                Recovery = TimeSpan.FromSeconds(random.Next(1, 60)),
                Trials = random.Next(1, 4),
            };
            var (state, now) = (BreakerState.Closed(Start), Start);
            var calls = new List<DateTimeOffset>();
            for (int step = 0; step < 60; step++)
            {
                var before = state;
                now = now.AddSeconds(random.Next(20));
                int what = random.Next(100);
                if (what < 50 && Breaker.Room(state, policy, now, Trials(state, policy, calls)) > 0)
                {
                    calls.Add(now);
                }
                else if (what < 96 && calls.Count > 0)
                {
                    int ended = random.Next(calls.Count);
                    state = Breaker.Next(state, policy, new Call(calls[ended], (CallOutcome)random.Next(3), null), now);
                    (state == before || calls[ended] >= before.Since).ShouldBeTrue();
                    calls.RemoveAt(ended);
                }
                else if (what >= 98)
                {
                    state = what == 98 ? Breaker.Reset(state, "r", "b", now) : Breaker.Isolate(state, "r", "b", now);
                }

                Trials(state, policy, calls).ShouldBeLessThanOrEqualTo(policy.Trials);
                state.Failures.Count.ShouldBeLessThan(policy.Failures);
                state.Since.ShouldBeGreaterThanOrEqualTo(before.Since);
                (state.Isolated || Breaker.Room(state, policy, now + policy.Recovery, 0) > 0).ShouldBeTrue();
            }
        }
    }

    private static int Trials(BreakerState state, BreakerPolicy policy, IEnumerable<DateTimeOffset> calls) =>
        calls.Count(at => at >= Breaker.TrialsFrom(state, policy));

    private static BreakerState Opened() => Enumerable.Range(0, Policy.Failures).Aggregate(
        BreakerState.Closed(Start), (state, _) => Breaker.Next(state, Policy, new Call(Start, CallOutcome.Failed, "boom"), Start));

    private static string Tell(string story)
    {
        var (state, now) = (BreakerState.Closed(Start), Start);
        var (mode, calls, told) = (BreakerMode.Closed, new List<DateTimeOffset>(), new List<string>());
        foreach (string word in Regex.Matches(story, "[0-9]+|[a-zA-Z]").Select(match => match.Value))
        {
            if (int.TryParse(word, out int seconds))
            {
                now = now.AddSeconds(seconds);
            }
            else if (word is "R" or "I")
            {
                state = word == "R" ? Breaker.Reset(state, "reason", "ann", now) : Breaker.Isolate(state, "reason", "ann", now);
            }
            else if (word is "F" or "S" or "U")
            {
                state = Breaker.Next(state, Policy, new Call(calls[0], Outcome(word), null), now);
                calls.RemoveAt(0);
            }
            else if (Breaker.Room(state, Policy, now, Trials(state, Policy, calls)) == 0)
            {
                told.Add("x");
            }
            else if (word == "t")
            {
                calls.Add(now);
            }
            else
            {
                Look();
                state = Breaker.Next(state, Policy, new Call(now, Outcome(word), null), now);
            }

            Look();
        }

        return string.Join(' ', told);

        void Look()
        {
            if (Breaker.ModeAt(state, Policy, now) is var next && next != mode)
            {
                mode = next;
                told.Add(mode == BreakerMode.HalfOpen ? "half_open" : mode.ToString().ToLowerInvariant());
            }
        }
    }

    private static CallOutcome Outcome(string word) => word.ToLowerInvariant() switch
    {
        "f" => CallOutcome.Failed,
        "s" => CallOutcome.Succeeded,
        _ => CallOutcome.Unknown,
    };
}
