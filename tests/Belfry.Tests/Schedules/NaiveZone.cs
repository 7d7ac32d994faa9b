using Belfry.Schedules;
using NodaTime;

namespace Belfry.Tests.Schedules;

/// <summary>The rules for offset changes as they are written down, slot by slot, over NodaTime's own intervals.</summary>
internal sealed class NaiveZone(DateTimeZone zone)
{
    private const long FarPast = -100_000_000_000;

    /// <summary>The instants in [from, to) at which a pattern fires.</summary>
    public SortedSet<long> Occurrences(NaiveCron cron, long from, long to, GapPolicy gap = GapPolicy.After, OverlapPolicy overlap = OverlapPolicy.Auto)
    {
        const int Reach = 26 * 3600;
        var pieces = Pieces(from - Reach, to + Reach);
        var found = new SortedSet<long>();
        foreach (var slot in cron.Slots(DateTime.UnixEpoch.AddSeconds(from - Reach), DateTime.UnixEpoch.AddSeconds(to + Reach)))
        {
            foreach (var instant in Instants(cron, slot, pieces, gap, overlap))
            {
                if (instant >= from && instant < to)
                    found.Add(instant);
            }
        }
        return found;
    }

    /// <summary>The instants in [from, to) at which the offset changes.</summary>
    public IEnumerable<long> Changes(long from, long to)
    {
        var pieces = Pieces(from, to);
        return pieces.Zip(pieces.Skip(1)).Where(pair => pair.First.Offset != pair.Second.Offset).Select(pair => pair.Second.Start);
    }

    public int OffsetAt(long instant) => zone.GetUtcOffset(Instant.FromUnixTimeSeconds(instant)).Seconds;

    private static IReadOnlyList<long> Instants(
        NaiveCron cron, long slot, List<(long Start, long End, int Offset)> pieces, GapPolicy gap, OverlapPolicy overlap)
    {
        var shown = new List<long>(2);
        foreach (var (start, end, offset) in pieces)
        {
            if (slot - offset >= start && slot - offset < end)
                shown.Add(slot - offset);
        }
        if (shown.Count > 0)
        {
            return overlap switch
            {
                OverlapPolicy.First => [shown[0]],
                OverlapPolicy.Last => [shown[^1]],
                OverlapPolicy.Both => shown,
                _ => cron.IsInterval ? shown : [shown[0]],
            };
        }
        var after = Enumerable.Range(1, pieces.Count - 1)
            .First(i => slot >= pieces[i].Start + pieces[i - 1].Offset && slot < pieces[i].Start + pieces[i].Offset);
        var length = pieces[after].Offset - pieces[after - 1].Offset;
        return gap switch
        {
            GapPolicy.Skip => [],
            GapPolicy.Shift => [slot + length - pieces[after].Offset],
            _ => cron.IsInterval && cron.IsSlot(slot + length) ? [] : [pieces[after].Start],
        };
    }

    private List<(long Start, long End, int Offset)> Pieces(long from, long to) =>
        [.. zone.GetZoneIntervals(Instant.FromUnixTimeSeconds(from), Instant.FromUnixTimeSeconds(to))
            .Select(i => (
                i.HasStart ? i.Start.ToUnixTimeSeconds() : FarPast,
                i.HasEnd ? i.End.ToUnixTimeSeconds() : long.MaxValue / 2,
                i.WallOffset.Seconds))];
}
