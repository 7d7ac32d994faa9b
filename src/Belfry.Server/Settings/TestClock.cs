using Belfry.Jobs;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Settings;

/// <summary>The wall clock, wrong by as much as <c>BELFRY_TEST_CLOCK_OFFSET</c> says (<c>1h</c>, <c>-1d</c>). For tests alone.</summary>
internal sealed class TestClock(TimeSpan offset) : TimeProvider
{
    public const string Variable = "BELFRY_TEST_CLOCK_OFFSET";

    /// <summary>The system's own time unless the variable is set.</summary>
    public static TimeProvider FromEnvironment()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
        {
            return System;
        }

        bool back = text.StartsWith('-');
        return DurationText.TryParse(back ? text[1..] : text, out var offset)
            ? new TestClock(back ? -offset : offset)
            : throw new Failure(Exit.Usage, $"{Variable} takes a duration such as 1h or -1d, not '{text}'.");
    }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + offset;
}
