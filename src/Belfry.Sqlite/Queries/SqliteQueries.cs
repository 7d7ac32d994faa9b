using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Sqlite;

internal sealed class SqliteQueries(IDatabase database) : IQueries
{
    public ValueTask<Page<JobRecord>> Jobs(JobQuery query, CancellationToken cancellation) =>
        database.Read(session => JobPages.Page(session, query), cancellation);

    public ValueTask<IReadOnlyDictionary<string, RunRecord>> LastRuns(
        IReadOnlyList<string> jobs, CancellationToken cancellation) =>
        database.Read(session => LastRunQuery.LastRuns(session, jobs), cancellation);

    public ValueTask<Page<RunRecord>> Runs(RunQuery query, CancellationToken cancellation) =>
        database.Read(session => RunPages.Page(session, query), cancellation);

    public ValueTask<RunRecord?> Run(string idOrPrefix, CancellationToken cancellation) =>
        database.Read(session => RunLookup.Find(session, idOrPrefix), cancellation);

    public ValueTask<IReadOnlyList<AttemptRecord>> Attempts(Guid run, CancellationToken cancellation) =>
        database.Read(session => AttemptQuery.Attempts(session, run), cancellation);

    public ValueTask<OutputRecord?> Output(
        Guid run, int? attempt, long offset, int maxBytes, CancellationToken cancellation) =>
        database.Read(session => OutputQuery.Read(session, run, attempt, offset, maxBytes), cancellation);

    public ValueTask<IReadOnlyList<TickRecord>> Ticks(
        string job, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation) =>
        database.Read(session => TickQuery.Ticks(session, job, from, to, limit), cancellation);

    public ValueTask<IReadOnlyList<JobDependency>> Dependencies(string job, int depth, CancellationToken cancellation) =>
        database.Read(session => DependencyQuery.Near(session, job, depth), cancellation);

    public ValueTask<IReadOnlyList<WaitingTick>> Waiting(
        string job, DateTimeOffset from, DateTimeOffset to, int limit, CancellationToken cancellation) =>
        database.Read(session => DependencyQuery.Waiting(session, job, from, to, limit), cancellation);

    public ValueTask<RunStatistics> Statistics(
        string? job, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        database.Read(session => StatisticsQuery.Statistics(session, job, from, to), cancellation);

    public ValueTask<IReadOnlyList<NodeRecord>> Nodes(CancellationToken cancellation) =>
        database.Read(NodeQuery.Nodes, cancellation);

    public ValueTask<StoreTotals> Totals(CancellationToken cancellation) =>
        database.Read(StatisticsQuery.Totals, cancellation);
}
