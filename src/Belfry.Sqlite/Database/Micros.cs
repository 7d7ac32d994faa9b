namespace Belfry.Sqlite;

/// <summary>Instants as the tables hold them: whole microseconds since 1970, UTC.</summary>
internal static class Micros
{
    public static long Of(DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset Instant(long micros) =>
        DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    public static DateTimeOffset Truncate(DateTimeOffset instant) => Instant(Of(instant));
}
