using System.Text.Json;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>What running attempts say of themselves.</summary>
internal static class Reports
{
    public static async ValueTask<IReadOnlyList<bool>> Store(Session session, IReadOnlyList<RunReport> reports)
    {
        var held = new HashSet<RunReport>(ReferenceEqualityComparer.Instance);
        foreach (var round in Rounds.Of(reports, report => report.Run))
        {
            held.UnionWith(await StoreRound(session, round));
        }

        return [.. reports.Select(held.Contains)];
    }

    // Locked in one order, so that two who write the same runs do not wait for each other in a circle.
    private const string HeldSql =
        """
        select id, output_end, attempt
        from unnest($1, $2, $3) as report (run, token, node)
        join belfry.live on live.id = report.run and live.state + 0 = 1 and live.token = report.token and live.node = report.node
        order by id
        for no key update of live
        """;

    private const string ProgressSql =
        """
        update belfry.live set progress = report.progress, progress_text = report.text
        from unnest($1, $2, $3) as report (run, progress, text)
        where live.id = report.run
        """;

    private static async ValueTask<IReadOnlyList<RunReport>> StoreRound(Session session, List<RunReport> reports)
    {
        var runs = (await session.All(
            HeldSql,
            row => new Held(row.Id(0), row.GetInt64(1), row.GetInt32(2)),
            Ids(reports.Select(report => report.Run)),
            Numbers(reports.Select(report => report.Token)),
            Ids(reports.Select(report => report.Node)))).ToDictionary(run => run.Id);
        var held = reports.Where(report => runs.ContainsKey(report.Run)).ToList();
        var progress = held.Where(report => report.Progress is not null).ToList();
        if (progress.Count > 0)
        {
            await session.Execute(
                ProgressSql,
                Ids(progress.Select(report => report.Run)),
                Reals(progress.Select(report => report.Progress)),
                Texts(progress.Select(report => report.ProgressText)));
        }

        await SaveCheckpoints(session, held.Select(report => (report.Run, report.Checkpoint)));
        await Output.Append(
            session,
            [
                .. from report in held
                   let run = runs[report.Run]
                   where report.Output is not null
                   select new AppendedOutput(run.Id, run.Attempt, run.OutputEnd, report.Output!),
            ]);
        return held;
    }

    private const string CheckpointSql =
        """
        update belfry.live set checkpoint = report.checkpoint
        from unnest($1, $2) as report (run, checkpoint)
        where live.id = report.run
        """;

    public static async ValueTask SaveCheckpoints(Session session, IEnumerable<(Guid Run, JsonElement? Json)> checkpoints)
    {
        var given = checkpoints.Where(checkpoint => checkpoint.Json is not null).ToList();
        if (given.Count > 0)
        {
            await session.Execute(
                CheckpointSql,
                Ids(given.Select(checkpoint => checkpoint.Run)),
                Jsons(given.Select(checkpoint => checkpoint.Json!.Value.GetRawText())));
        }
    }

    private sealed record Held(Guid Id, long OutputEnd, int Attempt);
}
