namespace Belfry.Schedules.Forecasts;

/// <summary>How many runs will start when, as far as schedules say: by bucket, by queue, and the instants that clash most.</summary>
/// <param name="Jobs">How many jobs start something.</param>
/// <param name="Buckets">Starts by bucket of the span.</param>
/// <param name="Running">The most runs at once in each bucket, estimated from typical durations; null where none are known.</param>
/// <param name="WithoutDuration">Jobs that are missing in <paramref name="Running"/>, because nobody knows how long they take.</param>
/// <param name="Minutes">Starts by minute, for clashes.</param>
/// <param name="Seconds">Starts by second, for clashes.</param>
/// <param name="Worst">The seconds in which most jobs start at once, most first.</param>
internal sealed record LoadForecast(
    LoadSpan Span,
    int Jobs,
    StartCounts Buckets,
    IReadOnlyList<int>? Running,
    int WithoutDuration,
    StartCounts Minutes,
    StartCounts Seconds,
    IReadOnlyList<Clash> Worst,
    IReadOnlyDictionary<string, StartCounts> Queues);

/// <summary>Jobs that start in the same second.</summary>
/// <param name="Jobs">The first of them by name; <paramref name="Starts"/> says how many there are.</param>
internal sealed record Clash(DateTimeOffset At, int Starts, IReadOnlyList<string> Jobs, IReadOnlyDictionary<string, int> Queues);
