namespace Belfry.Schedules;

/// <summary>Something in a valid schedule that often is not what was meant.</summary>
/// <param name="Code">Stable: <c>W01</c> to <c>W12</c>.</param>
/// <param name="Message">One sentence for a person.</param>
public sealed record ScheduleWarning(string Code, string Message);
