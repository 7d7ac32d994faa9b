using System.Text.Json;
using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class DeadLetterConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly RecoveredAs Latest = new(RecoveredVersion.Latest, "ada");
    private static readonly RecoveredAs Same = new(RecoveredVersion.Same, "ada");

    [Fact]
    public async Task A_run_that_ends_as_dead_leaves_a_letter()
    {
        await Create();
        var run = await Die(args: JsonSerializer.SerializeToElement(7));
        var letter = (await List()).ShouldHaveSingleItem();
        letter.ShouldSatisfyAllConditions(
            () => letter.Run.ShouldBe(run),
            () => (letter.Job, letter.Revision, letter.Trigger).ShouldBe(("job", 1, RunTrigger.Api)),
            () => (letter.Due, letter.DiedAt).ShouldBe((Start, Start)),
            () => (letter.Attempts, letter.LostCount, letter.Reason).ShouldBe((1, 0, DeathReason.NotRetried)),
            () => letter.Error.ShouldBe(new RunError("boom", "It broke.", null, "f")),
            () => (letter.Args, letter.Parent, letter.By).ShouldBe(("7", null, "tests")));
    }

    [Fact]
    public async Task A_run_out_of_attempts_says_so()
    {
        await Create(Definition() with { Retry = new RetryPolicy { Attempts = 1 } });
        await Die();
        (await List()).ShouldHaveSingleItem().Reason.ShouldBe(DeathReason.Attempts);
    }

    [Fact]
    public async Task A_run_that_was_lost_too_often_leaves_a_letter()
    {
        await Create();
        var run = await Enqueue();
        var node = await StartNode();
        await ClaimOne(node);
        await LetLeaseEnd();
        await Rescue(maxLost: 1);
        var letter = (await List()).ShouldHaveSingleItem();
        (letter.Run, letter.Reason, letter.LostCount).ShouldBe((run, DeathReason.Lost, 1));
    }

    [Theory]
    [InlineData(RunState.Succeeded)]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Cancelled)]
    public async Task Other_ends_leave_none(RunState state)
    {
        await Create();
        await Enqueue();
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, state);
        (await List()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_dry_run_leaves_none()
    {
        await Create();
        await Enqueue(Request(dryRun: true));
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Dead);
        (await List()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeated_end_leaves_one_letter()
    {
        await Create();
        await Enqueue();
        var node = await StartNode();
        var end = await End(await ClaimOne(node), node, RunState.Dead);
        await Finish(end);
        (await Finish(end)).ShouldBe(FinishStatus.Already);
        (await List()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_letter_outlives_its_run_in_history_until_its_own_age()
    {
        await Create();
        var run = await Die();
        await Advance(TimeSpan.FromDays(40).TotalSeconds);
        await Prune();
        (await Store.Queries.Run(run.ToString("n"), None)).ShouldBeNull();
        (await List()).ShouldHaveSingleItem();
        await Advance(TimeSpan.FromDays(51).TotalSeconds);
        await Prune();
        (await List()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Letters_are_listed_newest_first_in_pages()
    {
        await Create();
        var first = await Die();
        var second = await Die();
        var third = await Die();
        var page = await Store.DeadLetters.List(new DeadQuery(Limit: 2), None);
        page.Items.Select(letter => letter.Run).ShouldBe([third, second]);
        var rest = await Store.DeadLetters.List(new DeadQuery(Cursor: page.Next.ShouldNotBeNull(), Limit: 2), None);
        rest.Items.ShouldHaveSingleItem().Run.ShouldBe(first);
        rest.Next.ShouldBeNull();
    }

    [Fact]
    public async Task A_cursor_of_another_list_is_refused()
    {
        await Should.ThrowAsync<ArgumentException>(async () => await Store.DeadLetters.List(new DeadQuery(Cursor: "next"), None));
    }

    [Fact]
    public async Task Letters_are_found_by_job_cause_and_time()
    {
        await Create("a");
        await Create("b");
        var old = await Die("a", cause: "e7a1");
        await Advance(60);
        var young = await Die("a", cause: "e7ff");
        var others = await Die("b", cause: "0b0b");
        async Task<IEnumerable<Guid>> Found(DeadQuery query) => (await Store.DeadLetters.List(query, None)).Items.Select(letter => letter.Run);
        (await Found(new DeadQuery("a"))).ShouldBe([young, old]);
        (await Found(new DeadQuery("nobody"))).ShouldBeEmpty();
        (await Found(new DeadQuery(Fingerprint: "e7a1"))).ShouldBe([old]);
        (await Found(new DeadQuery(Fingerprint: "e7"))).ShouldBe([young, old]);
        (await Found(new DeadQuery(Fingerprint: "e7", Limit: 1))).ShouldBe([young]);
        (await Found(new DeadQuery("b", "e7"))).ShouldBeEmpty();
        (await Found(new DeadQuery(Fingerprint: "ffff"))).ShouldBeEmpty();
        (await Found(new DeadQuery(Since: Start.AddSeconds(30)))).ShouldBe([others, young]);
    }

    [Fact]
    public async Task A_letter_is_found_by_the_first_digits_of_its_run()
    {
        await Create();
        var run = await Die();
        (await Store.DeadLetters.Find(run.ToString("n")[..8], None)).ShouldNotBeNull().Run.ShouldBe(run);
        (await Store.DeadLetters.Find(run.ToString(), None)).ShouldNotBeNull();
        (await Store.DeadLetters.Find(NewId().ToString("n"), None)).ShouldBeNull();
        (await Store.DeadLetters.Find("no id", None)).ShouldBeNull();
    }

    [Fact]
    public async Task Letters_are_grouped_by_cause()
    {
        await Create("a");
        await Create("b");
        await Die("a", cause: "e7a1");
        await Advance(60);
        await Die("b", cause: "e7a1");
        await Advance(60);
        await Die("a", cause: "0b0b");
        var groups = await Store.DeadLetters.Groups(new DeadQuery(), None);
        groups.Select(group => (group.Fingerprint, group.Count)).ShouldBe([("0b0b", 1), ("e7a1", 2)]);
        groups[1].Jobs.ShouldBe(["a", "b"]);
        (groups[1].FirstAt, groups[1].LastAt).ShouldBe((Start, Start.AddSeconds(60)));
        groups[1].Error.Type.ShouldBe("boom");
        (await Store.DeadLetters.Groups(new DeadQuery("b"), None)).ShouldHaveSingleItem().Count.ShouldBe(1);
        (await Store.DeadLetters.Groups(new DeadQuery(Fingerprint: "e7"), None)).ShouldHaveSingleItem().Fingerprint.ShouldBe("e7a1");
        (await Store.DeadLetters.Groups(new DeadQuery(Since: Start.AddSeconds(90)), None)).ShouldHaveSingleItem().Fingerprint.ShouldBe("0b0b");
        (await Store.DeadLetters.Groups(new DeadQuery(Limit: 1), None)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_recovered_letter_becomes_a_run_that_does_its_work()
    {
        await Create();
        var dead = await Die(args: JsonSerializer.SerializeToElement(7));
        await Advance(60);
        var result = (await Store.DeadLetters.Recover([dead], Latest, None)).ShouldHaveSingleItem();
        result.Status.ShouldBe(RecoveryStatus.Recovered);
        var run = await Run(result.Run.ShouldNotBeNull());
        run.ShouldSatisfyAllConditions(
            () => (run.Trigger, run.Parent, run.By, run.Due).ShouldBe((RunTrigger.Retry, dead, "ada", Start)),
            () => (run.State, run.Attempt, run.Args).ShouldBe((RunState.Queued, 0, "7")));
        (await List()).ShouldBeEmpty();
        (await StateOf(dead)).ShouldBe(RunState.Dead);
    }

    [Fact]
    public async Task A_letter_can_be_recovered_once()
    {
        await Create();
        var dead = await Die();
        var first = (await Store.DeadLetters.Recover([dead], Latest, None))[0];
        (await Store.DeadLetters.Recover([dead], Latest, None))[0].ShouldBe(new RecoveryResult(RecoveryStatus.Already, first.Run));
        var node = await StartNode();
        await Finish(await ClaimOne(node), node);
        (await Store.DeadLetters.Recover([dead], Same, None))[0].ShouldBe(new RecoveryResult(RecoveryStatus.Already, first.Run));
        (await Claim(node)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_recovered_run_that_dies_leaves_a_letter_of_its_own()
    {
        await Create();
        var dead = await Die();
        var again = (await Store.DeadLetters.Recover([dead], Latest, None))[0].Run!.Value;
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Dead);
        var letter = (await List()).ShouldHaveSingleItem();
        (letter.Run, letter.Parent).ShouldBe((again, dead));
    }

    [Theory]
    [InlineData(RecoveredVersion.Same, "old", 1)]
    [InlineData(RecoveredVersion.Latest, "new", 2)]
    public async Task It_runs_under_the_version_that_was_asked_for(RecoveredVersion version, string description, long revision)
    {
        var job = await Create(Definition() with { Description = "old" });
        var dead = await Die();
        job = await Get();
        await Store.Jobs.Save(new JobChange(job, job.Definition with { Description = "new" }, job.NextDue, job.FireAt, null, []), None);

        // The letter keeps the definition.
        await Prune();
        await Store.DeadLetters.Recover([dead], new RecoveredAs(version, null), None);
        var node = await StartNode();
        var claimed = await ClaimOne(node);
        claimed.Definition.Description.ShouldBe(description);
        (await Run(claimed.Id)).Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task Of_a_job_that_forbids_overlap_they_run_one_after_the_other_in_order_of_ticks()
    {
        await Create(overlap: OverlapRule.Skip);
        var dead = new List<Guid>();
        for (int i = 0; i < 3; i++)
        {
            dead.Add(await Die());
            await Advance(1);
        }

        var results = await Store.DeadLetters.Recover(dead, Latest, None);
        var node = await StartNode();
        foreach (var result in results)
        {
            var run = (await Claim(node)).ShouldHaveSingleItem();
            run.Id.ShouldBe(result.Run!.Value);
            await Finish(run, node);
        }
    }

    [Fact]
    public async Task A_letter_of_a_deleted_job_stays()
    {
        await Create();
        var dead = await Die();
        await Store.Jobs.Delete(await Get("job"), None);
        (await Store.DeadLetters.Recover([dead, NewId()], Latest, None)).Select(result => result.Status)
            .ShouldBe([RecoveryStatus.NoJob, RecoveryStatus.NotFound]);
        (await List()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_discarded_letter_is_gone_and_its_run_stays()
    {
        await Create();
        var dead = await Die();
        (await Store.DeadLetters.Discard([dead, NewId()], None)).ShouldBe([true, false]);
        (await Store.DeadLetters.Discard([dead], None)).ShouldBe([false]);
        (await List()).ShouldBeEmpty();
        (await StateOf(dead)).ShouldBe(RunState.Dead);
        (await Store.DeadLetters.Recover([dead], Latest, None))[0].Status.ShouldBe(RecoveryStatus.NotFound);
    }

    [Fact]
    public async Task By_choice_a_dead_letter_disables_its_job_and_says_why()
    {
        await Create(Definition() with { OnDeadLetter = DeadLetterRule.Disable });
        var dead = await Die();
        var job = await Get();
        job.Definition.Enabled.ShouldBeFalse();
        job.Revision.ShouldBe(2);
        job.FireAt.ShouldBeNull();
        job.Off.ShouldBe(new JobOff($"run {dead:n} became a dead letter: It broke", "belfry", Start));
        (await Store.Jobs.Due(TimeSpan.Zero, 10, None)).Jobs.ShouldBeEmpty();
        await Store.Jobs.Save(new JobChange(job, job.Definition with { Enabled = true }, Start, Start, null, []), None);
        (await Get()).Off.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_that_is_disabled_already_stays_as_it_is()
    {
        await Create(Definition() with { OnDeadLetter = DeadLetterRule.Disable });
        await Enqueue();
        await Enqueue();
        var node = await StartNode();
        var runs = await Claim(node);
        await Store.Runs.Finish([await End(runs[0], node, RunState.Dead), await End(runs[1], node, RunState.Dead)], None);
        (await Get()).Revision.ShouldBe(2);
        (await List()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Otherwise_the_job_goes_on()
    {
        await Create();
        await Die();
        (await Get()).Revision.ShouldBe(1);
    }

    private async Task<Guid> Die(string job = "job", string cause = "f", JsonElement? args = null)
    {
        await Enqueue(Request(job, args: args));
        var node = await StartNode();
        var run = await ClaimOne(node);
        var end = await End(run, node, RunState.Dead);
        (await Finish(end with { Error = end.Error! with { Fingerprint = cause } })).ShouldBe(FinishStatus.Accepted);
        return run.Id;
    }

    private async Task<IReadOnlyList<DeadLetter>> List() => (await Store.DeadLetters.List(new DeadQuery(), None)).Items;

    private async Task Prune()
    {
        while (await Store.Runs.Prune(RetentionPolicy.Default, 100, None) > 0)
        {
        }
    }
}
