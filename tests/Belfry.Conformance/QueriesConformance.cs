using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class QueriesConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Jobs_come_by_name_in_pages()
    {
        foreach (var name in (string[])["c", "a", "d", "b"])
        {
            await Create(name);
        }

        var first = await Store.Queries.Jobs(new JobQuery(Limit: 3), None);
        first.Items.Select(job => job.Name).ShouldBe(["a", "b", "c"]);
        var second = await Store.Queries.Jobs(new JobQuery(Limit: 3, Cursor: first.Next.ShouldNotBeNull()), None);
        second.Items.Select(job => job.Name).ShouldBe(["d"]);
        second.Next.ShouldBeNull();
    }

    [Fact]
    public async Task Jobs_are_filtered_by_name_tag_and_switches()
    {
        await Create(Definition("Reports/Daily") with { Tags = ["x"] });
        await Create(Definition("reports/weekly") with { Enabled = false });
        var paused = await Create("other");
        var pause = new JobPause("why", "ana", Start, null, PausedTicks.Skip);
        await Store.Jobs.Save(new JobChange(paused, paused.Definition, paused.NextDue, null, pause, []), None);
        (await Names(new JobQuery(Contains: "REPORTS"))).ShouldBe(["Reports/Daily", "reports/weekly"]);
        (await Names(new JobQuery(Tag: "x"))).ShouldBe(["Reports/Daily"]);
        (await Names(new JobQuery(Enabled: false))).ShouldBe(["reports/weekly"]);
        (await Names(new JobQuery(Paused: true))).ShouldBe(["other"]);
        (await Names(new JobQuery(Enabled: true, Paused: false))).ShouldBe(["Reports/Daily"]);
    }

    [Fact]
    public async Task The_last_run_of_a_job_is_its_live_one_or_the_last_that_ended()
    {
        await Create("a");
        await Create("b");
        await Create("c");
        await FireAndFinish(job: "a");
        await Advance(60);
        var a = await FireAndFinish(RunState.Failed, "a");
        await FireAndFinish(job: "b");
        var b = await FireRun("b");
        var last = await Store.Queries.LastRuns(["a", "b", "c"], None);
        last.Keys.Order().ShouldBe(["a", "b"]);
        last["a"].Id.ShouldBe(a);
        last["b"].Id.ShouldBe(b);
    }

    [Fact]
    public async Task Runs_come_live_first_then_by_their_end_in_pages()
    {
        var expected = await SomeRuns();
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Store.Queries.Runs(new RunQuery(Cursor: cursor, Limit: 2), None);
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items.Select(run => run.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task Runs_of_one_job_come_in_the_same_order()
    {
        var expected = await SomeRuns();
        await Create("other");
        await FireAndFinish(job: "other");
        await Fire("other");
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = await Store.Queries.Runs(new RunQuery("job", Cursor: cursor, Limit: 2), None);
            seen.AddRange(page.Items.Select(run => run.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        seen.ShouldBe(expected);
    }

    [Fact]
    public async Task Runs_are_filtered_by_state_and_time()
    {
        var runs = await SomeRuns();
        (await Ids(new RunQuery(States: [RunState.Queued]))).ShouldBe(runs[..2]);
        (await Ids(new RunQuery(States: [RunState.Failed]))).ShouldBe([runs[3]]);
        (await Ids(new RunQuery("job", [RunState.Failed, RunState.Succeeded]))).ShouldBe(runs[2..]);
        (await Ids(new RunQuery(From: Start.AddSeconds(61), To: Start.AddSeconds(121)))).ShouldBe([runs[3]]);
        (await Ids(new RunQuery(States: [RunState.Running]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_is_found_by_a_unique_prefix()
    {
        await Create();
        var run = Request() with { Id = Guid.Parse("abcdef00-0000-4000-8000-000000000001") };
        var other = Request() with { Id = Guid.Parse("abcd0000-0000-4000-8000-000000000002") };
        await Enqueue(run);
        await Enqueue(other);
        (await Store.Queries.Run("abcde", None)).ShouldNotBeNull().Id.ShouldBe(run.Id);
        (await Store.Queries.Run("ABCDEF00-0000", None)).ShouldNotBeNull().Id.ShouldBe(run.Id);
        (await Store.Queries.Run("abcd", None)).ShouldBeNull();
        (await Store.Queries.Run("ff", None)).ShouldBeNull();
        (await Store.Queries.Run("", None)).ShouldBeNull();
        (await Store.Queries.Run("no hex", None)).ShouldBeNull();
        var node = await StartNode();
        foreach (var claimed in await Claim(node))
        {
            await Finish(claimed, node);
        }

        (await Store.Queries.Run("abcde", None)).ShouldNotBeNull().State.ShouldBe(RunState.Succeeded);
        (await Store.Queries.Run("abcd", None)).ShouldBeNull();
    }

    [Fact]
    public async Task Statistics_count_by_hour_state_and_duration()
    {
        await Create();
        await Create("other");
        await Take(100, RunState.Succeeded, "job");
        await Take(100, RunState.Succeeded, "job");
        await Take(5_000, RunState.Failed, "job");
        await Take(100, RunState.Succeeded, "other");
        await Advance(3600);
        await Take(100, RunState.Succeeded, "job");

        var job = await Store.Queries.Statistics("job", Start, Start.AddMinutes(59), None);
        job.Buckets.Count.ShouldBe(2);
        var fast = job.Buckets.Single(bucket => bucket.State == RunState.Succeeded);
        fast.Hour.ShouldBe(Start);
        fast.Count.ShouldBe(2);
        fast.TotalMilliseconds.ShouldBe(200);
        fast.DurationBucket.ShouldBe(14);
        job.Buckets.Single(bucket => bucket.State == RunState.Failed).TotalMilliseconds.ShouldBe(5_000);

        var all = await Store.Queries.Statistics(null, Start, Start.AddHours(2), None);
        all.Buckets.Where(bucket => bucket.State == RunState.Succeeded).Sum(bucket => bucket.Count).ShouldBe(4);
    }

    [Fact]
    public async Task Totals_count_jobs_and_live_runs()
    {
        await Create();
        await Create(Definition("off") with { Enabled = false });
        var held = await Create("held");
        var pause = new JobPause("why", "ana", Start, null, PausedTicks.Skip);
        await Store.Jobs.Save(new JobChange(held, held.Definition, held.NextDue, null, pause, []), None);
        var node = await StartNode();
        await Enqueue();
        await Finish(await ClaimOne(node), node, RunState.Retrying, Start.AddHours(1));
        await Enqueue();
        await ClaimOne(node);
        await Enqueue();
        await Enqueue();
        await Enqueue(Request(availableAt: Start.AddHours(1)));
        (await Store.Queries.Totals(None)).ShouldBe(
            new StoreTotals(Jobs: 3, EnabledJobs: 2, PausedJobs: 1, Scheduled: 1, Queued: 2, Running: 1, Retrying: 1));
    }

    [Fact]
    public async Task An_empty_store_answers_nothing()
    {
        (await Store.Queries.Jobs(new JobQuery(), None)).Items.ShouldBeEmpty();
        (await Store.Queries.Runs(new RunQuery(), None)).Items.ShouldBeEmpty();
        (await Store.Queries.Nodes(None)).ShouldBeEmpty();
        (await Store.Queries.Totals(None)).ShouldBe(new StoreTotals(0, 0, 0, 0, 0, 0, 0));
        (await Store.Queries.Statistics(null, Start, Start, None)).Buckets.ShouldBeEmpty();
    }

    /// <summary>Two queued runs and three finished ones; answers them as a list shows them.</summary>
    private async Task<Guid[]> SomeRuns()
    {
        await Create();
        var first = await FireAndFinish();
        await Advance(61);
        var second = await FireAndFinish(RunState.Failed);
        await Advance(61);
        var third = await FireAndFinish();
        var fourth = await Enqueue();
        await Advance(1);
        var fifth = await Enqueue();
        return [fifth, fourth, third, second, first];
    }

    private async Task Take(int milliseconds, RunState state, string job)
    {
        await Enqueue(Request(job));
        var node = await StartNode();
        var run = await ClaimOne(node);
        var now = await Now();
        var end = (await End(run, node, state)) with { StartedAt = now.AddMilliseconds(-milliseconds), FinishedAt = now };
        (await Finish(end)).ShouldBe(FinishStatus.Accepted);
    }

    private async Task<string[]> Names(JobQuery query) =>
        [.. (await Store.Queries.Jobs(query, None)).Items.Select(job => job.Name)];

    private async Task<Guid[]> Ids(RunQuery query) => [.. (await Store.Queries.Runs(query, None)).Items.Select(run => run.Id)];
}
