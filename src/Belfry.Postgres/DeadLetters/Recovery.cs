using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Dead letters become runs again, or are taken away.</summary>
internal sealed class Recovery(Session session)
{
    private const string LettersSql =
        "select run, job, definition, revision, due, args from belfry.dead where run = any ($1) order by seq for update";

    private const string DeleteSql = "delete from belfry.dead where run = any ($1) returning run";

    /// <param name="at">When each may start; null is at once.</param>
    /// <param name="operation">The operation they are part of.</param>
    public async ValueTask<IReadOnlyList<RecoveryResult>> Recover(
        IReadOnlyList<Guid> runs, RecoveredAs how, IReadOnlyDictionary<Guid, DateTimeOffset>? at = null, Guid? operation = null)
    {
        var letters = (await session.All(
            LettersSql,
            row => new Letter(row.Id(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.Instant(4), row.TextOrNull(5)),
            Ids(runs))).ToDictionary(letter => letter.Run);
        var readable = how.Version == RecoveredVersion.Latest
            ? letters.Values.ToList()
            : await Readable([.. letters.Values]);
        var made = await Enqueue(readable, how, at, operation);
        await session.Execute(DeleteSql, Ids(made));
        var earlier = await Made([.. runs.Where(run => !letters.ContainsKey(run)).Select(RunId.ForRecovery)]);
        return [.. runs.Select(Answer)];

        RecoveryResult Answer(Guid run)
        {
            var again = RunId.ForRecovery(run);
            return made.Contains(run) ? new RecoveryResult(RecoveryStatus.Recovered, again)
                : earlier.Contains(again) ? new RecoveryResult(RecoveryStatus.Already, again)
                : new RecoveryResult(
                    !letters.TryGetValue(run, out var letter) ? RecoveryStatus.NotFound
                        : readable.Contains(letter) ? RecoveryStatus.NoJob
                        : RecoveryStatus.Unreadable,
                    null);
        }
    }

    public async ValueTask<IReadOnlyList<bool>> Discard(IReadOnlyList<Guid> runs)
    {
        var gone = (await session.All(DeleteSql, row => row.Id(0), Ids(runs.Order()))).ToHashSet();
        return [.. runs.Select(gone.Contains)];
    }

    private async ValueTask<List<Letter>> Readable(IReadOnlyCollection<Letter> letters)
    {
        var definitions = await Definitions.Get(session, letters.Select(letter => letter.Definition));
        return [.. letters.Where(letter => definitions.ContainsKey(letter.Definition))];
    }

    // The letters whose run was made.
    private async ValueTask<HashSet<Guid>> Enqueue(
        List<Letter> letters, RecoveredAs how, IReadOnlyDictionary<Guid, DateTimeOffset>? at, Guid? operation)
    {
        var results = await new Enqueueing(session).Enqueue(
            [.. letters.Select(letter => letter.Again(how, at is null ? null : at[letter.Run]) with { Operation = operation })]);
        return [.. letters.Where((_, i) => results[i] is not null).Select(letter => letter.Run)];
    }

    private const string MadeSql =
        """
        select id from belfry.live where id = any ($1)
        union all
        select id from belfry.history where id = any ($1)
        """;

    private async ValueTask<HashSet<Guid>> Made(IReadOnlyCollection<Guid> runs) =>
        runs.Count == 0 ? [] : [.. await session.All(MadeSql, row => row.Id(0), Ids(runs))];

    private sealed record Letter(Guid Run, string Job, long Definition, long Revision, DateTimeOffset Due, string? Args)
    {
        public NewRun Again(RecoveredAs how, DateTimeOffset? at) => new(
            RunId.ForRecovery(Run), Job, RunTrigger.Retry, Due, at, JsonText.Element(Args), null, Run, DryRun: false, how.By)
        {
            MadeUnder = how.Version == RecoveredVersion.Same ? new MadeUnder(Definition, Revision) : null,
        };
    }
}
