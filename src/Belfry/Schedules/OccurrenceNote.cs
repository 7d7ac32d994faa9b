namespace Belfry.Schedules;

/// <summary>How an occurrence came about where the offset of its zone changes.</summary>
internal enum OccurrenceOrigin
{
    /// <summary>Its local time is a slot and is shown once.</summary>
    Slot,

    /// <summary>It stands at the end of a gap for slots inside it.</summary>
    Gap,

    /// <summary>It is a slot inside a gap, moved by the length of the gap.</summary>
    Shifted,

    /// <summary>Its local time is shown twice.</summary>
    Overlap,
}

/// <param name="Origin">Why there is an occurrence at this instant.</param>
/// <param name="Offset">Seconds from UTC of the local time that the occurrence is shown with.</param>
internal readonly record struct OccurrenceNote(OccurrenceOrigin Origin, int Offset);
