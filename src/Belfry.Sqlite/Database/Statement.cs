using System.Text.RegularExpressions;
using Belfry.Storage;
using Microsoft.Data.Sqlite;

namespace Belfry.Sqlite;

/// <summary>
/// A prepared command. Its parameters have names in the SQL, and are given by position, in the order in which the names
/// first appear there.
/// </summary>
internal sealed partial class Statement : IDisposable
{
    private readonly SqliteCommand command;

    public Statement(SqliteConnection connection, string sql)
    {
        command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in ParameterName().Matches(sql).Select(match => match.Value).Distinct())
        {
            command.Parameters.Add(new SqliteParameter(name, DBNull.Value));
        }

        command.Prepare();
    }

    /// <summary>The rows. One reader at a time: dispose it before the statement is used again.</summary>
    public SqliteDataReader Query(ReadOnlySpan<object?> values)
    {
        if (values.Length != command.Parameters.Count)
        {
            throw new ArgumentException($"{command.Parameters.Count} values are needed, {values.Length} given: {command.CommandText}");
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = Stored(values[i]);
        }

        return command.ExecuteReader();
    }

    public int Execute(ReadOnlySpan<object?> values)
    {
        using var rows = Query(values);
        return rows.RecordsAffected;
    }

    public void Dispose() => command.Dispose();

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => id.ToByteArray(bigEndian: true),
        DateTimeOffset instant => Micros.Of(instant),
        TimeSpan span => span.Ticks / TimeSpan.TicksPerMicrosecond,
        string text => StoredText.Of(text),
        _ => value,
    };

    [GeneratedRegex("@[a-zA-Z]+")]
    private static partial Regex ParameterName();
}
