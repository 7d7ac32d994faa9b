using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class JobsConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task A_new_job_has_revision_one_and_the_stores_time()
    {
        var job = await Create();
        job.Revision.ShouldBe(1);
        job.CreatedAt.ShouldBe(Start);
        job.UpdatedAt.ShouldBe(Start);
        job.LastDue.ShouldBeNull();
        job.LedgerFrom.ShouldBeNull();
    }

    [Fact]
    public async Task A_job_is_read_as_it_was_written()
    {
        var definition = Definition() with { Tags = ["a", "b"], Priority = 10, Owner = "team", Timeout = TimeSpan.FromMinutes(5) };
        await Create(definition);
        var read = (await Get()).Definition;
        read.Tags.ShouldBe(["a", "b"]);
        read.Priority.ShouldBe(10);
        read.Owner.ShouldBe("team");
        read.Timeout.ShouldBe(TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task An_unknown_job_is_null() => (await Store.Jobs.Get("nobody", None)).ShouldBeNull();

    [Fact]
    public async Task Creating_a_job_that_exists_changes_nothing()
    {
        await Create();
        var again = new JobChange(null, Definition() with { Owner = "other" }, Start, Start, null, []);
        (await Store.Jobs.Save(again, None)).ShouldBeNull();
        (await Get()).Definition.Owner.ShouldBeNull();
    }

    [Fact]
    public async Task A_save_raises_the_revision()
    {
        var job = await Create();
        await Advance(5);
        var saved = await Save(job, Start.AddHours(1));
        saved.ShouldNotBeNull().Revision.ShouldBe(2);
        saved.NextDue.ShouldBe(Start.AddHours(1));
        saved.CreatedAt.ShouldBe(Start);
        saved.UpdatedAt.ShouldBe(Start.AddSeconds(5));
    }

    [Fact]
    public async Task A_save_is_refused_from_the_tick_on_that_it_does_not_account_for()
    {
        var job = await Create();
        await Advance(5);
        var change = new JobChange(job, job.Definition, Start.AddHours(1), Start.AddHours(1), null, [])
        {
            ValidBefore = Start.AddSeconds(5),
        };
        (await Store.Jobs.Save(change, None)).ShouldBeNull();
        (await Store.Jobs.Save(change with { ValidBefore = Start.AddSeconds(6) }, None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_two_saves_of_one_revision_the_second_is_refused()
    {
        var job = await Create();
        (await Save(job, Start.AddHours(1))).ShouldNotBeNull();
        (await Save(job, Start.AddHours(2))).ShouldBeNull();
        (await Get()).NextDue.ShouldBe(Start.AddHours(1));
    }

    [Fact]
    public async Task A_save_is_refused_when_a_tick_has_fired_since_the_read()
    {
        var job = await Create();
        await Fire();
        (await Save(job, Start.AddHours(1))).ShouldBeNull();
    }

    [Fact]
    public async Task A_save_is_refused_when_the_job_was_deleted_and_made_again()
    {
        var job = await Create();
        await Store.Jobs.Delete(job, None);
        await Advance(1);
        var now = await Now();
        await Store.Jobs.Save(new JobChange(null, Definition(), job.NextDue, now, null, []), None);
        (await Save(job, Start.AddHours(1))).ShouldBeNull();
    }

    [Fact]
    public async Task A_job_cannot_be_renamed()
    {
        var job = await Create();
        var change = new JobChange(job, Definition("other"), job.NextDue, job.FireAt, null, []);
        await Should.ThrowAsync<ArgumentException>(async () => await Store.Jobs.Save(change, None));
    }

    [Fact]
    public async Task Settled_ticks_are_recorded_with_the_change()
    {
        var job = await Create();
        var skipped = new SkippedTicks(Start, Start.AddMinutes(4), 5, SkipReason.Paused, "paused by ana");
        var saved = await Store.Jobs.Save(
            new JobChange(job, job.Definition, Start.AddMinutes(5), Start.AddMinutes(5), null, [skipped]), None);
        saved.ShouldNotBeNull().LastDue.ShouldBe(Start.AddMinutes(4));
        (await Ticks()).ShouldHaveSingleItem().Skipped.ShouldBe(skipped);
    }

    [Fact]
    public async Task A_pause_is_kept_word_for_word()
    {
        var job = await Create();
        var pause = new JobPause("deploy \"x\"", "ana", Start, Start.AddHours(1), PausedTicks.Last);
        await Store.Jobs.Save(new JobChange(job, job.Definition, job.NextDue, pause.Until, pause, []), None);
        var read = await Get();
        read.Pause.ShouldBe(pause);
        read.FireAt.ShouldBe(pause.Until);
    }

    [Fact]
    public async Task Delete_asks_for_the_current_revision()
    {
        var job = await Create();
        await Save(job, job.NextDue);
        (await Store.Jobs.Delete(job, None)).ShouldBeFalse();
        var saved = await Get();
        (await Store.Jobs.Delete(saved, None)).ShouldBeTrue();
        (await Store.Jobs.Get("job", None)).ShouldBeNull();
        (await Store.Jobs.Delete(saved, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_delete_is_refused_when_the_job_was_deleted_and_made_again()
    {
        var job = await Create();
        (await Store.Jobs.Delete(job, None)).ShouldBeTrue();
        await Advance(1);
        var again = await Create();
        again.Revision.ShouldBe(job.Revision);
        (await Store.Jobs.Delete(job, None)).ShouldBeFalse();
        (await Store.Jobs.Delete(again, None)).ShouldBeTrue();
    }

    [Fact]
    public async Task Runs_and_ticks_outlive_their_job()
    {
        await Create();
        var run = await FireRun();
        await Store.Jobs.Delete(await Get(), None);
        (await StateOf(run)).ShouldBe(RunState.Queued);
        (await Ticks()).Count.ShouldBe(1);
        var node = await StartNode();
        (await Finish(await ClaimOne(node), node)).ShouldBe(FinishStatus.Accepted);
    }

    [Fact]
    public async Task A_job_made_again_does_not_fire_a_recorded_tick_again()
    {
        await Create();
        var run = await FireRun();
        await Store.Jobs.Delete(await Get(), None);
        await Create();
        (await Fire()).Status.ShouldBe(FiringStatus.Fired);
        (await Ticks()).ShouldHaveSingleItem().Run.ShouldNotBeNull().Id.ShouldBe(run);
    }

    [Fact]
    public async Task Due_answers_the_earliest_first_and_when_the_next_is_due()
    {
        await CreateAt("late", 30);
        await CreateAt("early", 10);
        await CreateAt("middle", 20);
        var due = await Store.Jobs.Due(TimeSpan.FromSeconds(20), 10, None);
        due.Jobs.Select(job => job.Name).ShouldBe(["early", "middle"]);
        due.NextFireAt.ShouldBe(Start.AddSeconds(30));
        due.Now.ShouldBe(Start);
    }

    [Fact]
    public async Task Due_goes_by_the_stores_clock()
    {
        await CreateAt("a", 10);
        (await Store.Jobs.Due(TimeSpan.Zero, 10, None)).Jobs.ShouldBeEmpty();
        await Advance(10);
        var due = await Store.Jobs.Due(TimeSpan.Zero, 10, None);
        due.Jobs.ShouldHaveSingleItem();
        due.Now.ShouldBe(Start.AddSeconds(10));
    }

    [Fact]
    public async Task Due_says_when_the_first_job_over_the_limit_is_due()
    {
        await CreateAt("a", 10);
        await CreateAt("b", 20);
        var due = await Store.Jobs.Due(TimeSpan.FromHours(1), 1, None);
        due.Jobs.ShouldHaveSingleItem().Name.ShouldBe("a");
        due.NextFireAt.ShouldBe(Start.AddSeconds(20));
    }

    [Fact]
    public async Task A_job_without_a_fire_instant_is_never_due()
    {
        await Store.Jobs.Save(new JobChange(null, Definition(), Start, null, null, []), None);
        var due = await Store.Jobs.Due(TimeSpan.FromDays(365), 10, None);
        due.Jobs.ShouldBeEmpty();
        due.NextFireAt.ShouldBeNull();
    }

    private async Task CreateAt(string name, int seconds) => await Store.Jobs.Save(
        new JobChange(null, Definition(name), Start.AddSeconds(seconds), Start.AddSeconds(seconds), null, []), None);

    private async Task<JobRecord?> Save(JobRecord job, DateTimeOffset? next) =>
        await Store.Jobs.Save(new JobChange(job, job.Definition, next, next, null, []), None);
}
