using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

/// <summary>Limits hold in the whole cluster and stand in nobody's way.</summary>
public abstract class LimitsConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_jobs_limit_bounds_what_runs_of_it()
    {
        await Create(Limited(running: 2));
        await EnqueueMany("job", 5);
        var (one, other) = (await StartNode(), await StartNode());
        var running = await Claim(one);
        running.Count.ShouldBe(2);
        (await Claim(other)).ShouldBeEmpty();
        await Finish(running[0], one);
        (await Claim(other)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_queues_limit_bounds_all_its_jobs_together()
    {
        await Create("a");
        await Create("b");
        await Create(Definition("c") with { Queue = "other" });
        await Set(LimitScope.Queue, "default", new LimitPolicy(Running: 3));
        await EnqueueMany("a", 3);
        await EnqueueMany("b", 3);
        await EnqueueMany("c", 2);
        var claimed = await Claim(await StartNode());
        claimed.Count(run => run.Definition.Queue == "default").ShouldBe(3);
        claimed.Count(run => run.Definition.Queue == "other").ShouldBe(2);
    }

    [Fact]
    public async Task A_tags_limit_bounds_all_jobs_that_bear_it()
    {
        await Create(Definition("a") with { Tags = ["api", "x"] });
        await Create(Definition("b") with { Tags = ["api"] });
        await Create("c");
        await Set(LimitScope.Tag, "api", new LimitPolicy(Running: 2));
        await EnqueueMany("a", 2);
        await EnqueueMany("b", 2);
        await EnqueueMany("c", 2);
        var claimed = await Claim(await StartNode());
        claimed.Count(run => run.Definition.Tags.Contains("api")).ShouldBe(2);
        claimed.Count(run => run.Definition.Name == "c").ShouldBe(2);
    }

    [Fact]
    public async Task A_tags_limit_counts_and_holds_back_what_was_there_before_it()
    {
        await Create(Definition("a") with { Tags = ["api"] });
        await EnqueueMany("a", 5);
        var node = await StartNode();
        var running = await Claim(node, 2);
        await Set(LimitScope.Tag, "api", new LimitPolicy(Running: 2));
        (await Claim(node)).ShouldBeEmpty();
        await Finish(running[0], node);
        (await Claim(node)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_tightest_of_several_limits_counts()
    {
        await Create(Limited(running: 4) with { Tags = ["api"] });
        await Set(LimitScope.Tag, "api", new LimitPolicy(Running: 3));
        await Set(LimitScope.Queue, "default", new LimitPolicy(Running: 2));
        await EnqueueMany("job", 10);
        var node = await StartNode();
        (await Claim(node)).Count.ShouldBe(2);
        await Set(LimitScope.Queue, "default", LimitPolicy.None);
        (await Claim(node)).Count.ShouldBe(1);
        await Set(LimitScope.Tag, "api", LimitPolicy.None);
        (await Claim(node)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_full_lane_stands_in_nobodys_way_however_urgent_and_old_it_is()
    {
        await Create(Limited("urgent", running: 1) with { Priority = 10 });
        await Create(Definition("plain") with { Priority = -10 });
        await EnqueueMany("urgent", 50);
        var plain = await Enqueue(Request("plain"));
        var claimed = await Claim(await StartNode());
        claimed.Select(run => run.Definition.Name).ShouldBe(["urgent", "plain"]);
        claimed[1].Id.ShouldBe(plain);
    }

    [Fact]
    public async Task Within_a_limit_the_most_urgent_go_first_and_then_the_oldest()
    {
        await Create(Definition("low") with { Priority = -10 });
        await Create(Definition("high") with { Priority = 10 });
        await Set(LimitScope.Queue, "default", new LimitPolicy(Running: 3));
        var oldLow = await Enqueue(Request("low"));
        await Advance(1);
        await Enqueue(Request("low"));
        var high = await EnqueueMany("high", 2);
        var claimed = await Claim(await StartNode());
        claimed.Select(run => run.Id).Take(2).ShouldBe(high, ignoreOrder: true);
        claimed[2].Id.ShouldBe(oldLow);
    }

    [Fact]
    public async Task A_rate_lets_so_many_go_at_once_and_the_rest_evenly()
    {
        await Create(Limited(starts: 3, per: Minute));
        await EnqueueMany("job", 10);
        var node = await StartNode();
        var reply = await TryClaim(node);
        reply.Runs.Count.ShouldBe(3);
        reply.NextAvailableAt.ShouldBe(Start.AddSeconds(20));
        await Advance(19);
        await Beat(node, Held(reply.Runs));
        (await TryClaim(node)).Runs.ShouldBeEmpty();
        await Advance(1);
        (await Claim(node)).Count.ShouldBe(1);
        await Advance(40);
        node = await StartNode();
        (await Claim(node)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_rate_says_when_to_ask_again_so_that_the_node_comes_in_time()
    {
        await Create(Limited(starts: 1, per: Minute));
        await EnqueueMany("job", 2);
        var node = await StartNode();
        (await TryClaim(node, ahead: 0.5)).NextAvailableAt.ShouldBe(Start.AddSeconds(60.5));
    }

    [Fact]
    public async Task Setting_a_rate_again_is_no_way_around_it()
    {
        await Create();
        await EnqueueMany("job", 4);
        var rate = new LimitPolicy(Running: null, Starts: 2, Per: Minute);
        await Set(LimitScope.Queue, "default", rate);
        var node = await StartNode();
        (await Claim(node)).Count.ShouldBe(2);
        await Set(LimitScope.Queue, "default", rate);
        (await Claim(node)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_retry_counts_as_a_start_and_a_waiting_one_takes_no_place()
    {
        await Create(Limited(running: 1));
        await EnqueueMany("job", 2);
        var node = await StartNode();
        var first = await ClaimOne(node);
        await Finish(first, node, RunState.Retrying, Start.AddSeconds(30));
        (await ClaimOne(node)).Id.ShouldNotBe(first.Id);
        await Advance(31);
        (await Claim(await StartNode())).ShouldBeEmpty();
        (await StateOf(first.Id)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task A_job_that_gets_a_limit_has_it_for_what_waits_already()
    {
        var job = await Create();
        await EnqueueMany("job", 5);
        var node = await StartNode();
        await Claim(node, 1);
        job = await Save(job, job.Definition with { Limit = new LimitPolicy(Running: 2) });
        (await Claim(node)).Count.ShouldBe(1);
        job = await Save(job, job.Definition with { Limit = new LimitPolicy(Running: 3) });
        (await Claim(node)).Count.ShouldBe(1);
        await Save(job, job.Definition with { Limit = null });
        (await Claim(node)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_job_that_takes_on_a_tag_comes_under_its_limit()
    {
        await Set(LimitScope.Tag, "api", new LimitPolicy(Running: 1));
        var job = await Create();
        await EnqueueMany("job", 3);
        await Save(job, job.Definition with { Tags = ["api"] });
        (await Claim(await StartNode())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_of_a_deleted_job_stays_under_its_limit()
    {
        var job = await Create(Limited(running: 1));
        await EnqueueMany("job", 3);
        (await Store.Jobs.Delete(job, None)).ShouldBeTrue();
        (await Claim(await StartNode())).Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_limit_of_a_deleted_job_goes_with_it_when_nothing_waits_under_it()
    {
        var job = await Create(Limited(running: 1));
        (await Store.Jobs.Delete(job with { Revision = job.Revision + 1 }, None)).ShouldBeFalse();
        (await Store.Queues.Limits(None)).ShouldHaveSingleItem();
        (await Store.Jobs.Delete(job, None)).ShouldBeTrue();
        (await Store.Queues.Limits(None)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_counts_against_its_queue_alone()
    {
        await Create(Limited(running: 1));
        await EnqueueMany("job", 2);
        await Enqueue(Request(dryRun: true));
        var claimed = await Claim(await StartNode());
        claimed.Count(run => run.DryRun).ShouldBe(1);
        claimed.Count(run => !run.DryRun).ShouldBe(1);
    }

    [Fact]
    public async Task A_claim_of_one_run_obeys_limits_too()
    {
        await Create(Limited(running: 1));
        var runs = await EnqueueMany("job", 2);
        var node = await StartNode();
        (await TryClaim(node, only: runs[1])).Runs.Count.ShouldBe(1);
        (await TryClaim(node, only: runs[0])).Runs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Runs_of_a_dead_node_give_their_places_back_with_the_rescue()
    {
        await Create(Limited(running: 1));
        await EnqueueMany("job", 2);
        await Claim(await StartNode());
        await LetLeaseEnd();
        var node = await StartNode();
        (await Claim(node)).ShouldBeEmpty();
        await Rescue();
        (await Claim(node)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Limits_show_how_far_they_are_used()
    {
        await Create(Limited(running: 5) with { Tags = ["api"] });
        await Set(LimitScope.Queue, "default", new LimitPolicy(Running: 2));
        await Set(LimitScope.Tag, "api", new LimitPolicy(Running: null, Starts: 2, Per: Minute));
        await EnqueueMany("job", 3);
        await Claim(await StartNode());
        var uses = (await Store.Queues.Limits(None)).ToDictionary(use => use.Limit.Scope);
        uses[LimitScope.Job].ShouldBe(new LimitUse(new Limit(LimitScope.Job, "job", new LimitPolicy(Running: 5)), 2, null));
        uses[LimitScope.Queue].Running.ShouldBe(2);
        uses[LimitScope.Queue].IsFull.ShouldBeTrue();
        uses[LimitScope.Tag].Running.ShouldBe(2);
        uses[LimitScope.Tag].NextStartAt.ShouldBe(Start.AddSeconds(30));
    }

    [Fact]
    public async Task A_jobs_limit_is_set_by_saving_the_job() =>
        await Should.ThrowAsync<ArgumentException>(async () => await Set(LimitScope.Job, "job", new LimitPolicy(Running: 1)));

    [Fact]
    public async Task Many_nodes_that_claim_at_once_never_exceed_a_limit()
    {
        await Create(Limited("a", running: 5) with { Tags = ["api"] });
        await Create(Limited("b", running: 4) with { Tags = ["api"] });
        await Set(LimitScope.Tag, "api", new LimitPolicy(Running: 7));
        await EnqueueMany("a", 40);
        await EnqueueMany("b", 40);
        var second = await Fixture.Open();
        var nodes = new List<Guid>();
        for (var i = 0; i < 8; i++)
        {
            nodes.Add(await StartNode($"node{i}"));
        }

        for (var round = 0; round < 10; round++)
        {
            var claims = await Task.WhenAll(nodes.Select((node, i) => Task.Run(async () =>
                (await (i % 2 == 0 ? Store : second).Runs.Claim(new ClaimRequest(node, 3, TimeSpan.Zero, [], null), None)).Runs
                .Select(run => (node, run)).ToList())));
            var running = claims.SelectMany(claim => claim).ToList();
            running.Count.ShouldBeInRange(1, 7);
            running.Count(claim => claim.run.Definition.Name == "a").ShouldBeLessThanOrEqualTo(5);
            running.Count(claim => claim.run.Definition.Name == "b").ShouldBeLessThanOrEqualTo(4);
            foreach (var (node, run) in running)
            {
                await Finish(run, node);
            }
        }
    }

    private static JobDefinition Limited(string name = "job", int? running = null, int? starts = null, TimeSpan? per = null) =>
        Definition(name) with { Limit = new LimitPolicy(running, starts, per) };

    private static List<HeldRun> Held(IEnumerable<ClaimedRun> runs) => [.. runs.Select(run => new HeldRun(run.Id, run.Token))];

    private ValueTask Set(LimitScope scope, string name, LimitPolicy policy) => Store.Queues.Limit(new Limit(scope, name, policy), None);

    private async Task<List<Guid>> EnqueueMany(string job, int count)
    {
        var results = await Store.Runs.Enqueue([.. Enumerable.Range(0, count).Select(_ => Request(job))], None);
        return [.. results.Select(result => result.ShouldNotBeNull().Id)];
    }

    private async Task<JobRecord> Save(JobRecord job, JobDefinition definition) =>
        (await Store.Jobs.Save(new JobChange(job, definition, job.NextDue, job.FireAt, null, []), None)).ShouldNotBeNull();
}
