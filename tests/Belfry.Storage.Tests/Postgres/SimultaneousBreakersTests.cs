using Belfry.Conformance;
using Belfry.Jobs;
using Belfry.Policies.Breakers;
using Belfry.Runs;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>Breakers under claims, ends and changes on several connections at the same moment.</summary>
public sealed class SimultaneousBreakersTests : StoreConformance<PostgresDirect>
{
    private const int Nodes = 6;
    private const int Trials = 2;
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Of_all_that_claim_at_once_as_many_begin_as_trials_are_allowed()
    {
        await CreateJobs();
        var nodes = await Open();
        for (int period = 1; period <= 5; period++)
        {
            await Advance(Recovery.TotalSeconds);
            nodes = await StartNodes();
            var claims = await Task.WhenAll(nodes.Select(node => Task.Run(() => Claim(node))));
            claims.Sum(runs => runs.Count).ShouldBe(Trials);
            await Task.WhenAll(claims.SelectMany((runs, i) => runs.Select(run => Task.Run(() => Finish(run, nodes[i], RunState.Failed)))));
            (await Store.Breakers.Get("fx", None)).ShouldNotBeNull().Mode.ShouldBe(BreakerMode.Open);
        }
    }

    [Fact]
    public async Task Failures_that_end_at_once_all_count()
    {
        await CreateJobs(failures: Nodes);
        var nodes = await StartNodes();
        var runs = new List<ClaimedRun>();
        foreach (var node in nodes)
        {
            runs.Add(await ClaimOne(node));
        }

        await Task.WhenAll(runs.Take(Nodes - 1).Select((run, i) => Task.Run(() => Finish(run, nodes[i], RunState.Failed))));
        (await Store.Breakers.Get("fx", None)).ShouldNotBeNull().State.Failures.Count.ShouldBe(Nodes - 1);
        await Finish(runs[^1], nodes[^1], RunState.Failed);
        (await Store.Breakers.Get("fx", None)).ShouldNotBeNull().Mode.ShouldBe(BreakerMode.Open);
    }

    [Fact]
    public async Task Once_it_is_isolated_no_claim_that_was_under_way_takes_more()
    {
        await CreateJobs();
        var nodes = await StartNodes();
        var claims = nodes.Select(node => Task.Run(() => ClaimAll(node))).ToList();
        await Store.Breakers.Isolate("fx", "moving", "ann", None);
        long atOnce = await Running();
        await Task.WhenAll(claims);
        (await Running()).ShouldBe(atOnce);
    }

    [Fact]
    public async Task Jobs_may_come_and_go_while_their_runs_end()
    {
        await CreateJobs();
        var nodes = await StartNodes();
        var work = nodes.Select(node => Task.Run(async () =>
        {
            while ((await TryClaim(node, 2)).Runs is { Count: > 0 } runs)
            {
                foreach (var run in runs)
                {
                    await Finish(run, node, run.Token % 2 == 0 ? RunState.Failed : RunState.Succeeded);
                }
            }
        }));
        var edits = Enumerable.Range(0, 20).Select(i => Task.Run(async () =>
        {
            var job = await Get(i % 2 == 0 ? "a" : "b");
            var policy = new BreakerPolicy { Failures = 1_000, Window = TimeSpan.FromSeconds(1 + i) };
            var breaker = i % 3 == 0 ? null : new JobBreaker { Resource = i % 5 == 0 ? "other" : "fx", Policy = policy };
            await Store.Jobs.Save(new JobChange(job, job.Definition with { Breaker = breaker }, job.NextDue, job.FireAt, null, []), None);
        }));
        await Task.WhenAll(work.Concat(edits));
        (await Store.Queries.Totals(None)).Running.ShouldBe(0);
    }

    private async Task CreateJobs(int failures = 1)
    {
        foreach (string name in new[] { "a", "b" })
        {
            await Create(Definition(name) with
            {
                Breaker = new JobBreaker { Resource = "fx", Policy = new BreakerPolicy { Failures = failures, Recovery = Recovery, Trials = Trials } },
            });
            await Store.Runs.Enqueue([.. Enumerable.Range(0, 60).Select(_ => Request(name))], None);
        }
    }

    private async Task<IReadOnlyList<Guid>> Open()
    {
        var nodes = await StartNodes();
        await Finish(await ClaimOne(nodes[0]), nodes[0], RunState.Failed);
        return nodes;
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

    private async Task ClaimAll(Guid node)
    {
        while ((await TryClaim(node, 1)).Runs.Count > 0)
        {
        }
    }

    private async Task<long> Running() => (await Store.Queries.Totals(None)).Running;
}
