using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;

namespace Belfry.AspNetCore.Page;

/// <summary>States as shape, colour and word, never by colour alone; instants as a distance with the exact time behind it.</summary>
internal static class Marks
{
    public static Html State(RunState state) =>
        $"""<span class="state st-{EnumWords<RunState>.Of(state)}"><i aria-hidden="true">{Shape(state)}</i>{EnumWords<RunState>.Of(state)}</span>""";

    public static Html When(DateTimeOffset? instant, DateTimeOffset now) => instant is { } at
        ? $"""<time datetime="{Durations.Instant(at)}" title="{Durations.Instant(at)}">{Distance(at - now)}</time>"""
        : Html.Nothing;

    private static string Distance(TimeSpan distance)
    {
        var whole = TimeSpan.FromSeconds(Math.Round(distance.TotalSeconds));
        return whole > TimeSpan.Zero ? $"in {Durations.Text(whole)}"
            : whole < TimeSpan.Zero ? $"{Durations.Text(-whole)} ago"
            : "now";
    }

    private static char Shape(RunState state) => state switch
    {
        RunState.Scheduled => '◌',
        RunState.Queued => '▤',
        RunState.Running => '◔',
        RunState.Retrying => '◆',
        RunState.Succeeded => '●',
        RunState.Failed => '▲',
        RunState.Dead => '✕',
        RunState.Cancelled => '■',
        _ => '⊘',
    };
}
