using Belfry.Schedules.Calendars;
using Belfry.Schedules.Days;
using Belfry.Schedules.Fires;
using Belfry.Schedules.Zones;

namespace Belfry.Schedules.Forms;

/// <summary>What a form needs to become instants: the zone, and the settings beside the text.</summary>
internal sealed record Binding(ZoneTable Zone, ScheduleOptions Options)
{
    /// <summary>First whole second of the window, or null.</summary>
    public long? Start => Options.Start is { } start ? -Wall.FloorDiv(DateTime.UnixEpoch.Ticks - start.UtcTicks, TimeSpan.TicksPerSecond) : null;

    /// <summary>Last whole second of the window, or null.</summary>
    public long? End => Options.End?.ToUnixTimeSeconds();

    /// <summary>The local time that is counted from when the text names none: the window's start, else 2001-01-01T00:00.</summary>
    public long AnchorLocal => Start is { } start ? Local(start) : Wall.At(Wall.AnchorDay, 0);

    /// <summary>The same as an instant.</summary>
    public long Anchor => Start ?? Instant(Wall.At(Wall.AnchorDay, 0));

    public long Local(long instant) => instant + Zone.OffsetAt(instant);

    /// <summary>The first instant that shows a local time; the end of the gap if none does.</summary>
    public long Instant(long local) => Slots(new OneSlot(local), GapPolicy.After, OverlapPolicy.First).Next(local - 2 * Civil.SecondsPerDay);

    /// <summary>The calendars of a schedule move what they exclude, rather than dropping it.</summary>
    public bool Moves => Options.Calendars.Count > 0 && Options.OnExcluded != ExcludedPolicy.Drop;

    /// <summary>Slots become instants: window, calendars, zone.</summary>
    public FireSet Zoned(SlotPattern pattern)
    {
        if (Options.Calendars.Count == 0)
            return Windowed(new ZonedFires(Slots(pattern, Options.Gap, Options.Overlap)));
        var exclusions = new Exclusions(Options.Calendars);
        if (!Moves)
            return Windowed(new ZonedFires(Slots(new AllowedSlots(pattern, exclusions), Options.Gap, Options.Overlap)));

        // The window is about the slots before they move; what moves out of it still fires.
        var clipped = new ClippedSlots(pattern, Start is { } start ? Local(start) : 0, End is { } end ? Local(end) : Civil.LastSecond);
        return new ZonedFires(Slots(new MovedSlots(clipped, exclusions, Options.OnExcluded), Options.Gap, Options.Overlap));
    }

    /// <summary>Instants that do not come from slots, so that the zone moves none of them.</summary>
    public FireSet Elapsed(FireSet fires) => Options.Calendars.Count == 0
        ? Windowed(fires)
        : new AllowedFires(Windowed(fires), Zone, new Exclusions(Options.Calendars));

    private FireSet Windowed(FireSet fires) => Options.Start is null && Options.End is null
        ? fires
        : new WindowedFires(fires, Start ?? 0, End ?? Civil.LastSecond);

    private ZonedSlots Slots(SlotPattern pattern, GapPolicy gap, OverlapPolicy overlap) => new(pattern, Zone, gap, overlap);
}
