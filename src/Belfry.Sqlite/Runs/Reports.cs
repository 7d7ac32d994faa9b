using System.Text.Json;
using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>What running attempts say of themselves.</summary>
internal static class Reports
{
    private const string HeldSql =
        "select output_end, attempt from live where id = @id and state = 1 and token = @token and node = @node";

    private const string ProgressSql = "update live set progress = @progress, progress_text = @text where id = @id";
    private const string CheckpointSql = "update live set checkpoint = @checkpoint where id = @id";

    public static IReadOnlyList<bool> Store(Session session, IReadOnlyList<RunReport> reports) =>
        [.. reports.Select(report => Store(session, report))];

    private static bool Store(Session session, RunReport report)
    {
        var held = session.First(
            HeldSql, row => new Held(row.GetInt64(0), row.GetInt32(1)), report.Run, report.Token, report.Node);
        if (held is null)
        {
            return false;
        }

        if (report.Progress is { } progress)
        {
            session.Execute(ProgressSql, progress, report.ProgressText, report.Run);
        }

        SaveCheckpoint(session, report.Run, report.Checkpoint);

        if (report.Output is { } output)
        {
            Output.Append(session, report.Run, held.Attempt, held.OutputEnd, output);
        }

        return true;
    }

    public static void SaveCheckpoint(Session session, Guid run, JsonElement? checkpoint)
    {
        if (checkpoint is { } json)
        {
            session.Execute(CheckpointSql, json.GetRawText(), run);
        }
    }

    private sealed record Held(long OutputEnd, int Attempt);
}
