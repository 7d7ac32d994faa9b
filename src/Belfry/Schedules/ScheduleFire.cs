namespace Belfry.Schedules;

/// <summary>One fire of a schedule, as a person reads it.</summary>
/// <param name="Due">The instant, in UTC.</param>
/// <param name="Local">What the clocks of the schedule's zone show at that instant.</param>
/// <param name="Offset">The zone's offset from UTC at that instant.</param>
/// <param name="Note">
/// What an offset change did: <c>gap</c> (the slot was skipped, this is the first instant after it), <c>shifted</c> (moved by the
/// length of the gap), <c>overlap</c> (the clocks show this time twice), or null.
/// </param>
public readonly record struct ScheduleFire(DateTimeOffset Due, DateTime Local, TimeSpan Offset, string? Note);
