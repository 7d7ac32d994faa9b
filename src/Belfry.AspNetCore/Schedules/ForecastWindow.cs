using Belfry.AspNetCore.Http;
using Belfry.Policies;

namespace Belfry.AspNetCore.Schedules;

/// <summary><c>from</c> and <c>to</c> of a forecast.</summary>
internal static class ForecastWindow
{
    public static (DateTimeOffset From, DateTimeOffset To) Read(Query query, DateTimeOffset from, TimeSpan standard, TimeSpan longest)
    {
        from = query.Instant("from") ?? from;
        if (from < DateTimeOffset.UnixEpoch || from.Year > 9_000)
        {
            query.Wrong("from", "must lie between 1970 and 9000.");
            return default;
        }

        var to = query.Instant("to") ?? from + standard;
        if (to < from || to - from > longest)
        {
            query.Wrong("to", $"must be after from, by {Durations.Text(longest)} at most.");
        }

        return (from, to);
    }
}
