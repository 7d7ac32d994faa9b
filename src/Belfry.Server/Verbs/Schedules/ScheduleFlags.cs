using System.CommandLine;
using System.Globalization;
using Belfry.Schedules;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Schedules;

/// <summary>The text of a schedule on the command line, and the settings beside it.</summary>
internal sealed class ScheduleFlags
{
    private readonly Argument<string[]> text = new("SCHEDULE")
    {
        Description = "Such as '0 2 * * *', 'every 5 minutes', 'daily at 02:00 in Europe/Berlin'.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> zone = new("--zone", "--tz") { HelpName = "ZONE", Description = "Zone when the text names none; UTC unless given." };
    private readonly Option<string?> gap = CommonFlags.Choice("--dst-gap", [], ["after", "skip", "shift"], "What a local time that a change of clocks skips turns into.");
    private readonly Option<string?> overlap = CommonFlags.Choice("--dst-overlap", [], ["auto", "first", "last", "both"], "What a local time that a change of clocks repeats turns into.");
    private readonly Option<string?> dayRule = CommonFlags.Choice("--day-rule", [], ["or", "and"], "How day-of-month and day-of-week combine.");
    private readonly Option<string?> format = CommonFlags.Choice("--format", [], ["5", "6", "7"], "How many fields a cron text has.");
    private readonly Option<string?> seed = new("--seed") { HelpName = "NAME", Description = "Key for H and jitter: the job's name." };
    private readonly Option<DateTimeOffset?> start = CommonFlags.Instant("--start", "First instant at which it may fire.");
    private readonly Option<DateTimeOffset?> end = CommonFlags.Instant("--end", "Last instant at which it may fire.");

    public IEnumerable<Symbol> All => [text, zone, gap, overlap, dayRule, format, seed, start, end];

    public ScheduleOptions Options(Invocation call) => new()
    {
        Zone = call.Get(zone),
        Seed = call.Get(seed),
        Gap = PolicyWords.Gap(call.Get(gap)) ?? GapPolicy.After,
        Overlap = PolicyWords.Overlap(call.Get(overlap)) ?? OverlapPolicy.Auto,
        DayRule = PolicyWords.Days(call.Get(dayRule)) ?? DayRule.Or,
        Format = call.Get(format) is { } fields ? (CronFormat)int.Parse(fields, CultureInfo.InvariantCulture) : CronFormat.Auto,
        Start = call.Get(start),
        End = call.Get(end),
    };

    /// <exception cref="Failure">There is no text, or it is wrong; shows where.</exception>
    public Schedule Read(Invocation call)
    {
        // One word an argument is as good as one text in quotes, where the shell does not mind.
        string schedule = call.Find(text) is { Length: > 0 } words
            ? string.Join(' ', words)
            : throw new Failure(Exit.Usage, "the schedule is missing.", next: "Give it in quotes: belfry schedule next '0 2 * * *'");
        return Schedule.TryParse(schedule, Options(call), out var parsed, out var error)
            ? parsed
            : throw Refusal(schedule, error);
    }

    private static Failure Refusal(string text, ScheduleError error) => new(Exit.Usage, error.Message, next: error.Hint)
    {
        // A zone or an option that is not part of the text is nothing to point at.
        Details = error.Position <= text.Length && text.AsSpan(error.Position).StartsWith(error.Token, StringComparison.Ordinal)
            ? [text, new string(' ', error.Position) + new string('^', Math.Max(1, error.Length))]
            : [],
    };
}
