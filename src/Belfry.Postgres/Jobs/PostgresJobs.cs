using Belfry.Storage;

namespace Belfry.Postgres;

internal sealed class PostgresJobs(Database database) : IJobs
{
    public ValueTask<JobRecord?> Get(string name, CancellationToken cancellation) =>
        database.OnceForCaller(session => JobRows.Find(session, name), cancellation);

    public async ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation)
    {
        var saved = await database.WriteForCaller(session => JobChanges.Save(session, change), cancellation);
        await Following.Settle(database, cancellation);
        return saved;
    }

    public async ValueTask<bool> Delete(JobRecord expected, CancellationToken cancellation)
    {
        bool deleted = await database.WriteForCaller(session => JobChanges.Delete(session, expected), cancellation);
        await Following.Settle(database, cancellation);
        return deleted;
    }

    public ValueTask<DueJobs> Due(TimeSpan ahead, int limit, CancellationToken cancellation) =>
        database.Once(session => JobRows.Due(session, ahead, limit), cancellation);

    public async ValueTask<IReadOnlyList<FiringResult>> Fire(IReadOnlyList<Firing> firings, CancellationToken cancellation)
    {
        var (results, isHeard) = await database.Write(
            async session =>
            {
                var fire = new Fire(session);
                return (await fire.All(firings), fire.IsHeard);
            },
            cancellation);
        if (isHeard)
        {
            await Following.Settle(database, cancellation);
        }

        return results;
    }
}
