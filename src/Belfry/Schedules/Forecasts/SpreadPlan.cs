namespace Belfry.Schedules.Forecasts;

/// <summary>Which jobs could start a little later, and what that would do to the load.</summary>
/// <param name="Movable">How many of the chosen jobs can move at all.</param>
/// <param name="Moves">The jobs to move, by name.</param>
/// <param name="Before">Starts by minute as things are.</param>
/// <param name="After">Starts by minute after the moves.</param>
internal sealed record SpreadPlan(int Movable, IReadOnlyList<SpreadMove> Moves, StartCounts Before, StartCounts After);

/// <param name="Before">The text of the schedule as it is.</param>
/// <param name="After">The text it would get.</param>
/// <param name="Jitter">The jitter it would get; null when that stays as it is.</param>
/// <param name="First">The first tick as things are.</param>
/// <param name="FirstStart">When that one would start.</param>
internal sealed record SpreadMove(
    string Job, string Before, string After, TimeSpan? Jitter, DateTimeOffset First, DateTimeOffset FirstStart);
