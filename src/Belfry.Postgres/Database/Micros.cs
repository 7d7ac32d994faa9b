namespace Belfry.Postgres;

/// <summary>
/// Lengths of time as statements take them: a whole number of microseconds. An interval of PostgreSQL may hold days, and a
/// day of a session whose time zone changes its clocks is not always 24 hours.
/// </summary>
internal static class Micros
{
    public static long Microseconds(this TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
