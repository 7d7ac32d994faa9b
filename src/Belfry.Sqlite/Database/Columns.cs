using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>Columns as the domain's types.</summary>
internal static class Columns
{
    extension(SqliteDataReader row)
    {
        public Guid Id(int column) => new((byte[])row.GetValue(column), bigEndian: true);

        public Guid? IdOrNull(int column) => row.IsDBNull(column) ? null : row.Id(column);

        public DateTimeOffset Instant(int column) => Micros.Instant(row.GetInt64(column));

        public DateTimeOffset? InstantOrNull(int column) => row.IsDBNull(column) ? null : row.Instant(column);

        public TimeSpan? SpanOrNull(int column) =>
            row.IsDBNull(column) ? null : new TimeSpan(row.GetInt64(column) * TimeSpan.TicksPerMicrosecond);

        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        public long? NumberOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

        public int? IntOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        public double? RealOrNull(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

        public bool Flag(int column) => row.GetInt64(column) != 0;
    }
}
