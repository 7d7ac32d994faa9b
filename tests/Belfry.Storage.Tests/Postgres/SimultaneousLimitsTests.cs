using Belfry.Conformance;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Postgres;
using Belfry.Runs;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>Limits under claims, inserts and changes on several connections at the same moment.</summary>
public sealed class SimultaneousLimitsTests : StoreConformance<PostgresDirect>
{
    private const int Nodes = 6;
    private const int Most = 3;

    private int left;

    [Theory]
    [InlineData(LimitScope.Job)]
    [InlineData(LimitScope.Queue)]
    [InlineData(LimitScope.Tag)]
    public async Task No_more_run_at_any_instant_than_the_limit_allows(LimitScope scope)
    {
        var jobs = await CreateJobs(scope);
        await SetLimit(scope, jobs[0]);
        var runs = await EnqueueAll(jobs);
        left = runs.Count;
        using var over = new CancellationTokenSource();
        var watch = Watch(scope, over.Token);
        var ended = await Task.WhenAll((await StartNodes()).Select((node, i) => ClaimAndFinish(node, i, runs)));
        await over.CancelAsync();
        ended.Sum().ShouldBe(runs.Count);
        (await watch).ShouldBeInRange(1, Most);
    }

    [Theory]
    [InlineData(LimitScope.Job)]
    [InlineData(LimitScope.Queue)]
    [InlineData(LimitScope.Tag)]
    public async Task A_limit_that_is_set_amid_claims_and_inserts_holds_from_its_answer_on(LimitScope scope)
    {
        var jobs = await CreateJobs(scope);
        await EnqueueAll(jobs);
        var late = jobs.SelectMany(job => Enumerable.Range(0, 20).Select(_ => Request(job.Definition.Name))).ToList();
        var nodes = await StartNodes();
        var claims = nodes.Select(node => Task.Run(() => ClaimAll(node))).ToList();
        var inserts = late.Select(run => Task.Run(() => Store.Runs.Enqueue([run], None).AsTask())).ToList();
        await SetLimit(scope, jobs[0]);
        int atOnce = await Running(scope);
        await Task.WhenAll(inserts);
        await Task.WhenAll(claims);
        foreach (var node in nodes)
        {
            await ClaimAll(node);
        }

        (await Running(scope)).ShouldBe(Math.Max(atOnce, Most));
    }

    [Theory]
    [InlineData(LimitScope.Job)]
    [InlineData(LimitScope.Tag)]
    public async Task A_limit_holds_for_runs_whose_insert_was_under_way_when_it_was_set(LimitScope scope)
    {
        var jobs = await CreateJobs(scope);
        var requests = Enumerable.Range(0, Most + 2).Select(_ => Request("a")).ToList();
        var (isInserted, mayCommit) = (new TaskCompletionSource(), new TaskCompletionSource());
        var insert = Database.Write(
            async session =>
            {
                await new Enqueueing(session).Enqueue(requests);
                isInserted.SetResult();
                await mayCommit.Task;
                return true;
            },
            None).AsTask();
        await isInserted.Task;
        var change = SetLimit(scope, jobs[0]);
        while (!change.IsCompleted && !await Database.Once(session => session.First(WaitsSql, row => row.Flag(0)), None))
        {
        }

        mayCommit.SetResult();
        await Task.WhenAll(insert, change);
        (await ClaimAll(await StartNode())).ShouldBe(Most);
    }

    private const string WaitsSql =
        """
        select exists (
          select 1 from pg_locks
          where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database()))
        """;

    private Database Database => ((PostgresStore)Store).Database;

    // Under the limit of a queue or a tag are two jobs, under that of a job one.
    private async Task<IReadOnlyList<JobRecord>> CreateJobs(LimitScope scope)
    {
        var definition = Definition("a") with { Queue = "q", Tags = ["t"] };
        var first = await Create(definition);
        return scope == LimitScope.Job ? [first] : [first, await Create(definition with { Name = "b" })];
    }

    private async Task SetLimit(LimitScope scope, JobRecord job)
    {
        var policy = new LimitPolicy(Running: Most);
        if (scope == LimitScope.Job)
        {
            var change = new JobChange(job, job.Definition with { Limit = policy }, job.NextDue, job.FireAt, null, []);
            (await Store.Jobs.Save(change, None)).ShouldNotBeNull();
        }
        else
        {
            await Store.Queues.Limit(new Limit(scope, scope == LimitScope.Queue ? "q" : "t", policy), None);
        }
    }

    private async Task<IReadOnlyCollection<Guid>> EnqueueAll(IReadOnlyList<JobRecord> jobs)
    {
        var requests = jobs.SelectMany(job => Enumerable.Range(0, 120 / jobs.Count).Select(_ => Request(job.Definition.Name))).ToList();
        await Store.Runs.Enqueue(requests, None);
        return [.. requests.Select(run => run.Id)];
    }

    private async Task<IReadOnlyList<Guid>> StartNodes()
    {
        var nodes = new List<Guid>();
        for (int i = 0; i < Nodes; i++)
        {
            nodes.Add(await StartNode($"node{i}"));
        }

        return nodes;
    }

    private async Task<int> Running(LimitScope scope) =>
        (await Store.Queues.Limits(None)).Where(use => use.Limit.Scope == scope).ShouldHaveSingleItem().Running;

    // The greatest number of running attempts that was ever seen: each look is one snapshot.
    private async Task<int> Watch(LimitScope scope, CancellationToken over)
    {
        int most = 0;
        while (!over.IsCancellationRequested)
        {
            most = Math.Max(most, await Running(scope));
        }

        return most;
    }

    // Nodes ask for batches of different sizes, and one of them for runs by name.
    private async Task<int> ClaimAndFinish(Guid node, int index, IReadOnlyCollection<Guid> runs)
    {
        int ended = 0;
        var names = new Queue<Guid>(index == 0 ? runs : []);
        while (Volatile.Read(ref left) > 0)
        {
            var reply = await TryClaim(node, limit: 1 + index, only: names.TryDequeue(out var only) ? only : null);
            foreach (var run in reply.Runs)
            {
                (await Finish(run, node)).ShouldBe(FinishStatus.Accepted);
                Interlocked.Decrement(ref left);
                ended++;
            }
        }

        return ended;
    }

    private async Task<int> ClaimAll(Guid node)
    {
        int claimed = 0;
        while (await TryClaim(node, limit: 2) is { Runs.Count: > 0 } reply)
        {
            claimed += reply.Runs.Count;
        }

        return claimed;
    }
}
