namespace AirQuality.Measurements;

/// <summary>Every statement of the file. Instants are seconds since 1970.</summary>
internal static class MeasurementSql
{
    public const string Tables =
        """
        pragma journal_mode = wal;
        create table if not exists measurement (
          station text not null, pollutant text not null, at integer not null, value real not null,
          primary key (station, pollutant, at)) without rowid;
        create index if not exists measurement_at on measurement (at);
        create table if not exists hour (
          station text not null, pollutant text not null, at integer not null,
          mean real not null, greatest real not null, count integer not null,
          primary key (station, pollutant, at)) without rowid;
        create table if not exists day (
          station text not null, pollutant text not null, day text not null,
          mean real not null, greatest real not null, count integer not null,
          primary key (station, pollutant, day)) without rowid;
        """;

    public const string Insert =
        """
        insert into measurement (station, pollutant, at, value) values (@station, @pollutant, @at, @value)
        on conflict do nothing
        """;

    public const string AggregateHour =
        """
        insert or replace into hour
        select station, pollutant, @from, avg(value), max(value), count(*) from measurement
        where at >= @from and at < @to
        group by station, pollutant
        """;

    // From the single values: the day ends a minute before its last hour does.
    public const string FinaliseDay =
        """
        insert or replace into day
        select station, pollutant, @day, avg(value), max(value), count(*) from measurement
        where at >= @from and at < @to
        group by station, pollutant
        """;

    public const string DeleteValues = "delete from measurement where at < @before";

    public const string DeleteHours = "delete from hour where at < @before";

    public const string Newest = "select max(at) from measurement";

    public const string Latest =
        """
        select station, pollutant, strftime('%Y-%m-%dT%H:%M:%SZ', at, 'unixepoch'), value, 1 from measurement
        where at = (select max(at) from measurement)
        order by station, pollutant
        """;

    public const string Days = "select station, pollutant, day, round(mean, 1), count from day order by day desc, station, pollutant";
}
