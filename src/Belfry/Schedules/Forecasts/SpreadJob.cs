namespace Belfry.Schedules.Forecasts;

/// <summary>A job that may start later, and where its schedule texts come from.</summary>
/// <param name="Text">Its schedule as people wrote it, which is the spelling it keeps.</param>
internal sealed record SpreadJob(PlannedJob Planned, string Text)
{
    /// <summary>The same job with another text or jitter; null when that is no schedule.</summary>
    public SpreadJob? With(string text, TimeSpan? jitter = null)
    {
        var options = Planned.Schedule.Options;
        options = jitter is { } most ? options with { Jitter = most } : options;
        return Schedule.TryParse(text, options, out var schedule, out _) ? new SpreadJob(Planned with { Schedule = schedule }, text) : null;
    }

    /// <summary>
    /// Everything the job could become, nearest first. Each has as many ticks in the span as the job has, each at most
    /// <paramref name="within"/> later: where a change of clocks or a calendar would make anything else of it, it does not move.
    /// </summary>
    public IEnumerable<SpreadJob> Choices(SpreadWay way, TimeSpan within, LoadSpan span)
    {
        int minutes = (int)within.TotalMinutes;
        var choices = way switch
        {
            SpreadWay.Shift => Enumerable.Range(1, minutes).Select(later => MovedSchedule.Later(Text, later)).OfType<string>().Select(text => With(text)),
            SpreadWay.Hash => MovedSchedule.Hashed(Text, minutes) is { } text ? [With(text)] : [],
            _ => MovedSchedule.Later(Text, 0) is not null && Planned.Schedule.Options.Jitter == TimeSpan.Zero ? [With(Text, within)] : Array.Empty<SpreadJob?>(),
        };
        var ticks = Planned.Ticks(span.From, span.To).ToArray();
        return choices.OfType<SpreadJob>().Where(choice => Follows(choice, ticks, within, span));
    }

    private static bool Follows(SpreadJob choice, DateTimeOffset[] ticks, TimeSpan within, LoadSpan span)
    {
        var later = choice.Planned.Ticks(span.From, span.To + within).Take(ticks.Length + 1).ToArray();

        // Ticks of before the span may have moved into it, and those behind it do not count.
        later = [.. later.SkipWhile(tick => ticks.Length > 0 && tick < ticks[0]).Take(ticks.Length)];
        return later.Length == ticks.Length && ticks.Zip(later).All(pair => pair.Second >= pair.First && pair.Second <= pair.First + within);
    }
}
