namespace Belfry.Postgres;

/// <summary>
/// A statement over arrays knows no order, so what a batch says of one run twice is said in two rounds, one after the other.
/// Nearly always there is one.
/// </summary>
internal static class Rounds
{
    public static IEnumerable<List<T>> Of<T>(IReadOnlyCollection<T> items, Func<T, Guid> run)
    {
        var left = items;
        while (left.Count > 0)
        {
            var seen = new HashSet<Guid>(left.Count);
            var later = new List<T>();
            var round = new List<T>(left.Count);
            foreach (var item in left)
            {
                (seen.Add(run(item)) ? round : later).Add(item);
            }

            yield return round;
            left = later;
        }
    }
}
