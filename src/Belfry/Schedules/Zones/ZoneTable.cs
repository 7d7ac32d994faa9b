using System.Collections.Concurrent;
using NodaTime.TimeZones;

namespace Belfry.Schedules.Zones;

/// <summary>
/// The UTC offsets of one time zone as a piecewise-constant function of epoch seconds. Built once for each zone id from the
/// TZDB that NodaTime carries, so that every node and platform agrees; immutable and shared.
/// </summary>
/// <remarks>
/// Segments are stored from the beginning of time to <see cref="Horizon"/>. By then every zone follows yearly rules, and the
/// Gregorian calendar repeats to the weekday every 400 years, so later segments are those of the last stored cycle, moved.
/// <see cref="Build"/> relies on no other property; that offset changes are days apart, which <see cref="ZonedSlots"/> needs,
/// holds for all of TZDB and is tested.
/// </remarks>
internal sealed class ZoneTable
{
    /// <summary>No instant lies here or later: 10000-01-01T00:00Z in epoch seconds.</summary>
    public const long End = 253_402_300_800;

    /// <summary>No local time is further from UTC than this many seconds.</summary>
    public const int MaxOffset = 18 * 3600;

    internal const long BeforeAll = long.MinValue / 4;
    internal const long CycleSeconds = 146_097L * 86_400;
    internal const long Horizon = 16_725_225_600; // 2500-01-01T00:00Z
    private const long CycleStart = Horizon - CycleSeconds;

    // A bucket of 2^23 s is 97 days: nearly always it holds at most one offset change, so finding a segment is one look-up.
    private const int BucketBits = 23;
    private const long FirstBucket = -2_208_988_800; // 1900-01-01T00:00Z

    private static readonly ConcurrentDictionary<string, ZoneTable> Shared = new(StringComparer.Ordinal);

    private readonly ZoneSegment[] _segments;
    private readonly ushort[] _buckets;
    private readonly int _perCycle;

    internal ZoneTable(string id, ZoneSegment[] segments)
    {
        Id = id;
        _segments = segments;
        IsFixed = segments.Length == 1;
        _perCycle = segments.Length - Array.FindIndex(segments, s => s.Start >= CycleStart);
        if (_perCycle > segments.Length)
            _perCycle = 0;
        _buckets = IsFixed ? [] : Buckets(segments);
    }

    public static ZoneTable Utc { get; } = Shared.GetOrAdd("UTC", Build);

    /// <summary>The version of the rules, such as <c>2026f</c>.</summary>
    public static string TzdbVersion => TzdbDateTimeZoneSource.Default.TzdbVersion;

    /// <summary>The IANA id as it was asked for (links are not renamed).</summary>
    public string Id { get; }

    /// <summary>The offset never changes.</summary>
    public bool IsFixed { get; }

    /// <summary>The zone of an IANA id, or of a Windows id, which becomes its IANA id.</summary>
    /// <param name="id">Case matters, as it does in TZDB.</param>
    /// <param name="zone">The shared table; null when the id is unknown.</param>
    /// <param name="nearest">The known ids that look most like an unknown one; otherwise empty.</param>
    public static bool TryGet(string id, out ZoneTable? zone, out IReadOnlyList<string> nearest)
    {
        nearest = [];
        if (Shared.TryGetValue(id, out zone))
            return true;
        var source = TzdbDateTimeZoneSource.Default;
        if (!source.CanonicalIdMap.ContainsKey(id))
        {
            if (!source.WindowsMapping.PrimaryMapping.TryGetValue(id, out var iana))
            {
                nearest = Nearest.Zones(id, source.CanonicalIdMap.Keys);
                return false;
            }
            id = iana;
        }
        zone = Shared.GetOrAdd(id, Build);
        return true;
    }

    public int OffsetAt(long utcSeconds) => this[Find(utcSeconds)].Offset;

    /// <summary>The index of the segment that holds an instant.</summary>
    public int Find(long utcSeconds)
    {
        var bucket = (ulong)(utcSeconds - FirstBucket) >> BucketBits;
        var i = bucket < (ulong)_buckets.Length ? _buckets[bucket] : FindOutside(utcSeconds);
        while (utcSeconds >= StartOf(i + 1))
            i++;
        return i;
    }

    public ZoneSegment this[int i] => (uint)i < (uint)_segments.Length ? _segments[i] : Repeated(i);

    /// <summary>Where segment <paramref name="i"/> starts, at most <see cref="End"/>.</summary>
    public long StartOf(int i) => (uint)i < (uint)_segments.Length ? _segments[i].Start : Repeated(i).Start;

    private int FindOutside(long utcSeconds)
    {
        if (utcSeconds < Horizon || _perCycle == 0)
            return utcSeconds < Horizon ? 0 : _segments.Length - 1;
        var cycles = (Math.Min(utcSeconds, End - 1) - CycleStart) / CycleSeconds;
        return Find(utcSeconds - cycles * CycleSeconds) + (int)cycles * _perCycle;
    }

    private ZoneSegment Repeated(int i)
    {
        var last = _segments[^1];
        if (_perCycle == 0)
            return new ZoneSegment(End, last.Offset, last.Offset);
        var cycles = (i - _segments.Length) / _perCycle + 1;
        var model = _segments[i - cycles * _perCycle];
        return model with { Start = Math.Min(model.Start + cycles * CycleSeconds, End) };
    }

    private static ushort[] Buckets(ZoneSegment[] segments)
    {
        var buckets = new ushort[(Horizon - FirstBucket) >> BucketBits];
        var i = 0;
        for (var b = 0; b < buckets.Length; b++)
        {
            var start = FirstBucket + ((long)b << BucketBits);
            while (i + 1 < segments.Length && segments[i + 1].Start <= start)
                i++;
            buckets[b] = (ushort)i;
        }
        return buckets;
    }

    private static ZoneTable Build(string id)
    {
        var zone = TzdbDateTimeZoneSource.Default.ForId(id);
        var horizon = NodaTime.Instant.FromUnixTimeSeconds(Horizon);
        var interval = zone.GetZoneInterval(NodaTime.Instant.MinValue);
        var offset = interval.WallOffset.Seconds;
        var segments = new List<ZoneSegment> { new(BeforeAll, offset, offset) };
        while (interval.HasEnd && interval.End < horizon)
        {
            interval = zone.GetZoneInterval(interval.End);
            if (interval.WallOffset.Seconds == offset)
                continue; // only the name or the saving changed: local time went on
            segments.Add(new(interval.Start.ToUnixTimeSeconds(), interval.WallOffset.Seconds, offset));
            offset = interval.WallOffset.Seconds;
        }
        return new ZoneTable(id, [.. segments]);
    }
}
