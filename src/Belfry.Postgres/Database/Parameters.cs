using Belfry.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Belfry.Postgres;

/// <summary>
/// Values for a statement, by position: $1, $2, … Each says its type also when it is null, because a prepared statement
/// belongs to the types it was prepared with. The plural is an array: a batch is one statement over arrays, not many statements.
/// </summary>
internal static class Parameters
{
    public static NpgsqlParameter Id(Guid? value) => Of(value, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Text(string? value) => Of(Storable(value), NpgsqlDbType.Text);

    public static NpgsqlParameter Json(string? value) => Of(value, NpgsqlDbType.Json);

    public static NpgsqlParameter Number(long? value) => Of(value, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Int(int? value) => Of(value, NpgsqlDbType.Integer);

    public static NpgsqlParameter Real(double? value) => Of(value, NpgsqlDbType.Double);

    public static NpgsqlParameter Flag(bool? value) => Of(value, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Instant(DateTimeOffset? value) => Of(value?.ToUniversalTime(), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter Span(TimeSpan? value) => Of(value, NpgsqlDbType.Interval);

    public static NpgsqlParameter Bytes(ReadOnlyMemory<byte>? value) => Of(value, NpgsqlDbType.Bytea);

    public static NpgsqlParameter Ids(IEnumerable<Guid> values) => Array(values, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Ids(IEnumerable<Guid?> values) => Array(values, NpgsqlDbType.Uuid);

    public static NpgsqlParameter Texts(IEnumerable<string?> values) => Array(values.Select(Storable), NpgsqlDbType.Text);

    public static NpgsqlParameter NoTexts => Of(null, NpgsqlDbType.Text | NpgsqlDbType.Array);

    public static NpgsqlParameter Jsons(IEnumerable<string?> values) => Array(values, NpgsqlDbType.Json);

    public static NpgsqlParameter Numbers(IEnumerable<long> values) => Array(values, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Numbers(IEnumerable<long?> values) => Array(values, NpgsqlDbType.Bigint);

    public static NpgsqlParameter Ints(IEnumerable<int> values) => Array(values, NpgsqlDbType.Integer);

    public static NpgsqlParameter Ints(IEnumerable<int?> values) => Array(values, NpgsqlDbType.Integer);

    public static NpgsqlParameter Reals(IEnumerable<double?> values) => Array(values, NpgsqlDbType.Double);

    public static NpgsqlParameter Flags(IEnumerable<bool> values) => Array(values, NpgsqlDbType.Boolean);

    public static NpgsqlParameter Instants(IEnumerable<DateTimeOffset> values) =>
        Array(values.Select(value => value.ToUniversalTime()), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter Instants(IEnumerable<DateTimeOffset?> values) =>
        Array(values.Select(value => value?.ToUniversalTime()), NpgsqlDbType.TimestampTz);

    public static NpgsqlParameter Spans(IEnumerable<TimeSpan?> values) => Array(values, NpgsqlDbType.Interval);

    public static NpgsqlParameter BytesOfEach(IEnumerable<byte[]?> values) => Array(values, NpgsqlDbType.Bytea);

    private static string? Storable(string? text) => text is null ? null : StoredText.Of(text);

    private static NpgsqlParameter Of(object? value, NpgsqlDbType type) =>
        new() { NpgsqlDbType = type, Value = value ?? DBNull.Value };

    private static NpgsqlParameter Array<T>(IEnumerable<T> values, NpgsqlDbType type) =>
        new() { NpgsqlDbType = type | NpgsqlDbType.Array, Value = values.ToArray() };
}
