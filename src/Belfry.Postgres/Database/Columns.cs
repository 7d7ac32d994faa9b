using Npgsql;

namespace Belfry.Postgres;

/// <summary>Columns as the domain's types.</summary>
internal static class Columns
{
    extension(NpgsqlDataReader row)
    {
        public Guid Id(int column) => row.GetGuid(column);

        public Guid? IdOrNull(int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

        public DateTimeOffset Instant(int column) => row.GetFieldValue<DateTimeOffset>(column);

        public DateTimeOffset? InstantOrNull(int column) => row.IsDBNull(column) ? null : row.Instant(column);

        public TimeSpan? SpanOrNull(int column) => row.IsDBNull(column) ? null : row.GetFieldValue<TimeSpan>(column);

        public string? TextOrNull(int column) => row.IsDBNull(column) ? null : row.GetString(column);

        public long? NumberOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

        public int? IntOrNull(int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

        public double? RealOrNull(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

        public bool Flag(int column) => row.GetBoolean(column);
    }
}
