using System.Text.Json;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

/// <summary>The steps that the suites are written in.</summary>
public abstract class StoreConformance<TFixture> : IAsyncLifetime
    where TFixture : StoreFixture, new()
{
    protected static readonly CancellationToken None = CancellationToken.None;
    protected static readonly TimeSpan Lease = TimeSpan.FromSeconds(15);

    private int ids;

    protected TFixture Fixture { get; } = new();

    protected IStore Store { get; private set; } = null!;

    protected static DateTimeOffset Start => StoreFixture.Start;

    public async Task InitializeAsync() => Store = await Fixture.Open();

    public async Task DisposeAsync() => await Fixture.DisposeAsync();

    protected Guid NewId() => new(++ids, 7, 7, [8, 8, 8, 8, 8, 8, 8, 8]);

    protected ValueTask Advance(double seconds) => Fixture.Advance(TimeSpan.FromSeconds(seconds));

    protected ValueTask<DateTimeOffset> Now() => Store.Now(None);

    protected static JobDefinition Definition(
        string name = "job", OverlapRule overlap = OverlapRule.Allow, WorkerLostRule onWorkerLost = WorkerLostRule.Retry) => new()
    {
        Name = name,
        Schedule = "* * * * *",
        Run = new JobAction.Command(new CommandSpec { Command = ["true"] }),
        Overlap = overlap,
        OnWorkerLost = onWorkerLost,
        Retry = new RetryPolicy { Attempts = 3 },
    };

    /// <summary>Creates a job whose next tick is due now.</summary>
    protected Task<JobRecord> Create(string name = "job", OverlapRule overlap = OverlapRule.Allow) => Create(Definition(name, overlap));

    protected async Task<JobRecord> Create(JobDefinition definition)
    {
        var now = await Now();
        return (await Store.Jobs.Save(new JobChange(null, definition, now, now, null, []), None)).ShouldNotBeNull();
    }

    protected async Task<JobRecord> Get(string name = "job") => (await Store.Jobs.Get(name, None)).ShouldNotBeNull();

    protected Firing Firing(JobRecord job, params DateTimeOffset[] due) => new(
        job,
        [.. due.Select(tick => new TickRun(NewId(), tick, tick))],
        [],
        due[^1].AddMinutes(1),
        due[^1].AddMinutes(1),
        null,
        Ahead: false);

    /// <summary>Fires the job's next tick.</summary>
    protected async Task<FiringResult> Fire(string name = "job")
    {
        var job = await Get(name);
        return (await Store.Jobs.Fire([Firing(job, job.NextDue.ShouldNotBeNull())], None))[0];
    }

    /// <summary>Fires the job's next tick and answers its run.</summary>
    protected async Task<Guid> FireRun(string name = "job")
    {
        var job = await Get(name);
        var firing = Firing(job, job.NextDue.ShouldNotBeNull());
        (await Store.Jobs.Fire([firing], None))[0].Status.ShouldBe(FiringStatus.Fired);
        return firing.Runs[0].Id;
    }

    protected NewRun Request(
        string job = "job",
        DateTimeOffset? availableAt = null,
        string? uniqueKey = null,
        bool dryRun = false,
        JsonElement? args = null) =>
        new(NewId(), job, RunTrigger.Api, null, availableAt, args, uniqueKey, null, dryRun, "tests");

    protected async Task<Guid> Enqueue(NewRun? run = null) =>
        (await Store.Runs.Enqueue([run ?? Request()], None))[0].ShouldNotBeNull().Id;

    protected async Task<Guid> StartNode(string name = "node")
    {
        var node = NewId();
        (await Beat(node, name: name)).Accepted.ShouldBeTrue();
        return node;
    }

    protected static Heartbeat Heartbeat(Guid node, string name = "node") => new(node, name, "1.0", 4, null, false, Lease, []);

    protected async Task<BeatReply> Beat(
        Guid node,
        IReadOnlyList<HeldRun>? holding = null,
        string name = "node",
        string? environment = null,
        Belfry.Storage.ProcessIdentity? process = null) =>
        await Store.Nodes.Beat(
            Heartbeat(node, name) with { Holding = holding ?? [], Environment = environment, Process = process }, None);

    protected async Task<ClaimReply> TryClaim(
        Guid node, int limit = 10, double ahead = 0, string[]? handlers = null, string[]? queues = null, Guid? only = null) =>
        await Store.Runs.Claim(new ClaimRequest(node, limit, TimeSpan.FromSeconds(ahead), handlers ?? [], queues, only), None);

    protected async Task<IReadOnlyList<ClaimedRun>> Claim(Guid node, int limit = 10)
    {
        var reply = await TryClaim(node, limit);
        reply.Fenced.ShouldBeFalse();
        return reply.Runs;
    }

    protected async Task<ClaimedRun> ClaimOne(Guid node) => (await Claim(node, 1)).ShouldHaveSingleItem();

    protected async Task<AttemptEnd> End(
        ClaimedRun run, Guid node, RunState state = RunState.Succeeded, DateTimeOffset? retryAt = null)
    {
        var now = await Now();
        var error = state is RunState.Succeeded or RunState.Queued ? null : new RunError("boom", "It broke.", null, "f");
        return new AttemptEnd(run.Id, run.Token, node, state, retryAt, now, now, error, 0, null, null, null);
    }

    protected async Task<FinishStatus> Finish(AttemptEnd end) => (await Store.Runs.Finish([end], None)).ShouldHaveSingleItem();

    protected async Task<FinishStatus> Finish(
        ClaimedRun run, Guid node, RunState state = RunState.Succeeded, DateTimeOffset? retryAt = null) =>
        await Finish(await End(run, node, state, retryAt));

    protected async Task<RunRecord> Run(Guid id) =>
        (await Store.Queries.Run(id.ToString("N"), None)).ShouldNotBeNull();

    protected async Task<RunState> StateOf(Guid id) => (await Run(id)).State;

    /// <summary>All recorded ticks of a job.</summary>
    protected async Task<IReadOnlyList<TickRecord>> Ticks(string job = "job") =>
        await Store.Queries.Ticks(job, Start.AddYears(-1), Start.AddYears(1), 10_000, None);

    /// <summary>Fires the next tick, claims its run on a new node, and ends it.</summary>
    protected async Task<Guid> FireAndFinish(RunState state = RunState.Succeeded, string job = "job")
    {
        var run = await FireRun(job);
        var node = await StartNode();
        (await Finish(await ClaimOne(node), node, state)).ShouldBe(FinishStatus.Accepted);
        return run;
    }

    protected async Task<RescueReply> Rescue(int maxLost = 3) =>
        await Store.Nodes.Rescue(await Store.Now(None) - TimeSpan.FromSeconds(2), maxLost, [], None);

    /// <summary>Lets the node's lease run out, grace included.</summary>
    protected ValueTask LetLeaseEnd() => Fixture.Advance(Lease + TimeSpan.FromSeconds(3));
}
