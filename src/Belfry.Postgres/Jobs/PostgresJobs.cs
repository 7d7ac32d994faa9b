using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresJobs(Database database) : IJobs
{
    public ValueTask<JobRecord?> Get(string name, CancellationToken cancellation) =>
        database.OnceForCaller(session => JobRows.Find(session, name), cancellation);

    public ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation) =>
        database.WriteForCaller(session => JobChanges.Save(session, change), cancellation);

    public ValueTask<bool> Delete(JobRecord expected, CancellationToken cancellation) =>
        database.WriteForCaller(session => JobChanges.Delete(session, expected), cancellation);

    public ValueTask<DueJobs> Due(TimeSpan ahead, int limit, CancellationToken cancellation) =>
        database.Once(session => JobRows.Due(session, ahead, limit), cancellation);

    public ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation) =>
        database.Write(session => new Fire(session).All(firings), cancellation);
}
