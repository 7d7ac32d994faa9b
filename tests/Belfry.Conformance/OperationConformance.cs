using Belfry.Jobs;
using Belfry.Policies;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class OperationConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    private static readonly LetterSelection All = new();

    [Fact]
    public async Task A_started_operation_is_there_with_what_it_is_about()
    {
        await Create();
        await Die(3);
        var plan = new RecoverPlan(new LetterSelection(Job: "job"), RecoveredVersion.Same, 20, TimeSpan.FromMinutes(1), 5, 2);
        var started = await Begin(plan);
        started.ShouldSatisfyAllConditions(
            () => started.Plan.ShouldBe(plan),
            () => (started.State, started.By, started.Reason).ShouldBe((OperationState.Running, "ada", "mended")),
            () => (started.Total, started.Taken, started.Made, started.Steps).ShouldBe((3, 0, 0, 0)),
            () => (started.CreatedAt, started.NextAt).ShouldBe((Start, Start)));
        (await Store.Operations.Find(started.Id.ToString("n")[..12], None)).ShouldBe(started);
        (await Store.Operations.List(new OperationQuery(), None)).Items.ShouldHaveSingleItem().ShouldBe(started);
    }

    [Fact]
    public async Task A_repeated_request_finds_the_first_ones_operation()
    {
        var id = NewId();
        var first = await Store.Operations.Start(new NewOperation(id, new DiscardPlan(All), "ada", null), None);
        (await Store.Operations.Start(new NewOperation(id, new DiscardPlan(new LetterSelection(Job: "other")), "bob", null), None))
            .ShouldBe(first);
    }

    [Fact]
    public async Task Of_two_who_take_the_same_step_one_does()
    {
        await Create();
        await Die(2);
        var operation = await Begin(new DiscardPlan(All));
        var step = new OperationStep(operation, OperationState.Running, null, Start) { Letters = 1 };
        (await Store.Operations.Step(step, None)).ShouldNotBeNull().Taken.ShouldBe(1);
        (await Store.Operations.Step(step, None)).ShouldBeNull();
        (await Left()).ShouldBe(1);
    }

    [Fact]
    public async Task All_letters_become_runs_once()
    {
        await Create();
        var dead = await Die(7);
        var operation = await Go(await Begin(Recover(All)), most: 3);
        (operation.Taken, operation.Made, operation.Passed, operation.Exhausted).ShouldBe((7, 7, 0, true));
        (await Left()).ShouldBe(0);
        var node = await StartNode();
        var runs = await Claim(node, 20);
        runs.Select(run => run.Operation).ShouldAllBe(id => id == operation.Id);
        runs.Select(run => run.Id).ShouldBe(dead.Select(RunId.ForRecovery), ignoreOrder: true);
        (await Run(runs[0].Id)).Operation.ShouldBe(operation.Id);
    }

    [Fact]
    public async Task What_dies_after_the_request_is_not_meant()
    {
        await Create();
        await Die(2);
        var operation = await Begin(Recover(All));
        var late = await Die(1);
        await Go(operation, most: 10);
        (await Store.DeadLetters.List(new DeadQuery(), None)).Items.ShouldHaveSingleItem().Run.ShouldBe(late[0]);
    }

    [Theory]
    [InlineData("a", null, 2)]
    [InlineData(null, "e7", 3)]
    [InlineData("b", "e7a1", 1)]
    [InlineData("c", null, 0)]
    public async Task Only_the_letters_that_were_chosen_are_taken(string? job, string? fingerprint, int count)
    {
        await Create("a");
        await Create("b");
        await Die(1, "a", "e7a1");
        await Die(1, "a", "e7ff");
        await Die(1, "b", "e7a1");
        await Die(1, "b", "0b0b");
        var operation = await Begin(Recover(new LetterSelection(Job: job, Fingerprint: fingerprint)));
        operation.Total.ShouldBe(count);
        operation = await Go(operation, most: 2);
        (operation.Taken, operation.Made).ShouldBe((count, count));
        (await Left()).ShouldBe(4 - count);
    }

    [Fact]
    public async Task Named_letters_are_taken_and_what_is_not_there_is_passed_over()
    {
        await Create();
        var dead = await Die(3);
        var operation = await Go(await Begin(new DiscardPlan(new LetterSelection([dead[2], NewId(), dead[0]]))), most: 2);
        (operation.Total, operation.Taken).ShouldBe((3, 3));
        (await Store.DeadLetters.List(new DeadQuery(), None)).Items.ShouldHaveSingleItem().Run.ShouldBe(dead[1]);
    }

    [Fact]
    public async Task A_letter_of_a_deleted_job_is_passed_over_and_stays()
    {
        await Create("a");
        await Create("b");
        await Die(1, "a");
        await Die(1, "b");
        await Store.Jobs.Delete(await Get("a"), None);
        var operation = await Go(await Begin(Recover(All)), most: 10);
        (operation.Taken, operation.Passed, operation.Made).ShouldBe((2, 1, 1));
        (await Left()).ShouldBe(1);
    }

    [Fact]
    public async Task Paced_runs_start_one_after_the_other()
    {
        await Create();
        await Die(3);
        var operation = await Begin(Recover(All) with { Rate = 20, Per = TimeSpan.FromMinutes(1) });
        operation = (await Store.Operations.Step(
            new OperationStep(operation, OperationState.Running, null, Start)
            {
                Letters = 3, StartAt = Start.AddSeconds(1), Interval = TimeSpan.FromSeconds(3),
            },
            None)).ShouldNotBeNull();
        operation.PacedTo.ShouldBe(Start.AddSeconds(10));
        var node = await StartNode();
        (await Claim(node)).ShouldBeEmpty();
        await Advance(4);
        (await Claim(node)).Select(run => run.AvailableAt).ShouldBe([Start.AddSeconds(1), Start.AddSeconds(4)]);
    }

    [Fact]
    public async Task It_knows_how_its_runs_ended_whichever_way()
    {
        await Create();
        await Die(4);
        var operation = await Go(await Begin(Recover(All)), most: 10);
        var node = await StartNode();
        var runs = await Claim(node);
        await Finish(runs[0], node);
        await Finish(runs[1], node, RunState.Dead);
        await Store.Runs.Cancel(runs[2].Id, "enough", None);
        await Finish(runs[2], node);
        operation = await Read(operation.Id);
        (operation.Succeeded, operation.Failed, operation.Live).ShouldBe((1, 2, 1));
        operation = (await Store.Operations.Step(new OperationStep(operation, OperationState.Running, null, Start), None)).ShouldNotBeNull();
        (operation.Succeeded, operation.Failed).ShouldBe((1, 2));
        await Finish(runs[3], node);
        (await Read(operation.Id)).Succeeded.ShouldBe(2);
    }

    [Fact]
    public async Task The_whole_of_a_recovery_is_decided_step_by_step_until_its_runs_have_ended()
    {
        await Create();
        await Die(4);
        var operation = await Begin(Recover(All) with { Canary = 1 });
        operation = await Decide(operation);
        operation = await Decide(operation);
        (operation.Made, operation.State).ShouldBe((1, OperationState.Running));
        var node = await StartNode();
        await Finish(await ClaimOne(node), node);
        operation = await Decide(operation);
        operation = await Decide(operation);
        foreach (var run in await Claim(node))
        {
            await Finish(run, node);
        }

        operation = await Decide(operation);
        (operation.State, operation.Made, operation.Succeeded, operation.NextAt).ShouldBe((OperationState.Done, 4, 4, null));
    }

    [Fact]
    public async Task A_canary_that_dies_keeps_the_rest()
    {
        await Create();
        await Die(4);
        var operation = await Decide(await Begin(Recover(All) with { Canary = 1 }));
        var node = await StartNode();
        await Finish(await ClaimOne(node), node, RunState.Dead);
        operation = await Decide(operation);
        operation.State.ShouldBe(OperationState.Stopped);
        operation.Note.ShouldNotBeNull();
        (await Left()).ShouldBe(4);
    }

    [Fact]
    public async Task A_backfill_runs_each_tick_in_order_and_passes_over_those_that_have_a_run()
    {
        await Create();
        await FireAndFinish();
        var ticks = new[] { Start.AddMinutes(-1), Start };
        var plan = new BackfillPlan("job", Start.AddMinutes(-1), Start, 2, ExistingRuns.Skip);
        var operation = await Ticks(await Begin(plan, total: 2), ticks);
        (operation.Total, operation.Taken, operation.Made, operation.Passed).ShouldBe((2, 2, 1, 1));
        operation.TickedTo.ShouldBe(Start);
        var run = await ClaimOne(await StartNode());
        (run.Due, run.Trigger).ShouldBe((Start.AddMinutes(-1), RunTrigger.Backfill));

        // What one backfill has made another finds.
        (await Ticks(await Begin(plan), ticks)).Passed.ShouldBe(2);
    }

    [Fact]
    public async Task By_choice_a_backfill_runs_ticks_again()
    {
        await Create();
        await FireAndFinish();
        var plan = new BackfillPlan("job", Start, Start, 1, ExistingRuns.Again);
        (await Ticks(await Begin(plan), [Start])).Made.ShouldBe(1);
        (await Ticks(await Begin(plan), [Start])).Made.ShouldBe(1);
    }

    [Fact]
    public async Task The_ledger_shows_the_scheduled_runs_of_ticks_alone()
    {
        await Create();
        await FireAndFinish();
        await Ticks(await Begin(new BackfillPlan("job", Start, Start, 1, ExistingRuns.Again)), [Start]);
        (await Ticks()).ShouldHaveSingleItem().Run.ShouldNotBeNull().Trigger.ShouldBe(RunTrigger.Schedule);
    }

    [Fact]
    public async Task Cancelled_it_takes_nothing_more()
    {
        await Create();
        await Die(2);
        var operation = await Begin(Recover(All));
        var step = new OperationStep(operation, OperationState.Running, null, Start) { Letters = 2 };
        var cancelled = (await Store.Operations.Cancel(operation.Id, "by ada", None)).ShouldNotBeNull();
        (cancelled.State, cancelled.Note).ShouldBe((OperationState.Cancelled, "by ada"));
        (await Store.Operations.Step(step, None)).ShouldBeNull();
        (await Store.Operations.Cancel(operation.Id, "by bob", None)).ShouldNotBeNull().Note.ShouldBe("by ada");
        (await Store.Operations.Cancel(NewId(), "nothing", None)).ShouldBeNull();
        (await Decide(cancelled)).NextAt.ShouldBeNull();
        (await Left()).ShouldBe(2);
    }

    [Fact]
    public async Task Due_are_those_whose_instant_has_come_the_longest_waiting_first()
    {
        var first = await Begin(new DiscardPlan(All));
        await Advance(1);
        var second = await Begin(new DiscardPlan(All));
        var due = await Store.Operations.Due(10, None);
        due.Operations.Select(operation => operation.Id).ShouldBe([first.Id, second.Id]);
        (due.Now, due.NextAt).ShouldBe((Start.AddSeconds(1), null));
        await Store.Operations.Step(new OperationStep(first, OperationState.Running, null, Start.AddSeconds(9)), None);
        await Store.Operations.Step(new OperationStep(second, OperationState.Done, null, null), None);
        due = await Store.Operations.Due(10, None);
        due.Operations.ShouldBeEmpty();
        due.NextAt.ShouldBe(Start.AddSeconds(9));
        (await Store.Operations.List(new OperationQuery(State: OperationState.Done), None)).Items.ShouldHaveSingleItem().Id.ShouldBe(second.Id);
        (await Store.Operations.List(new OperationQuery(OperationKind.Recover), None)).Items.ShouldBeEmpty();
        var page = await Store.Operations.List(new OperationQuery(Limit: 1), None);
        page.Items[0].Id.ShouldBe(second.Id);
        (await Store.Operations.List(new OperationQuery(Cursor: page.Next), None)).Items.ShouldHaveSingleItem().Id.ShouldBe(first.Id);
    }

    private static RecoverPlan Recover(LetterSelection selection) => new(selection, RecoveredVersion.Latest);

    private async Task<OperationRecord> Begin(OperationPlan plan, long total = 0) =>
        await Store.Operations.Start(new NewOperation(NewId(), plan, "ada", "mended", total), None);

    private async Task<OperationRecord> Read(Guid id) => (await Store.Operations.Find(id.ToString("n"), None)).ShouldNotBeNull();

    // As a node does it.
    private async Task<OperationRecord> Decide(OperationRecord operation) =>
        (await Store.Operations.Step(OperationSteps.Next(await Read(operation.Id), null, await Now()), None)).ShouldNotBeNull();

    private async Task<OperationRecord> Go(OperationRecord operation, int most)
    {
        while (!operation.Exhausted)
        {
            operation = (await Store.Operations.Step(
                new OperationStep(operation, OperationState.Running, null, Start) { Letters = most }, None)).ShouldNotBeNull();
        }

        return operation;
    }

    private async Task<OperationRecord> Ticks(OperationRecord operation, IReadOnlyList<DateTimeOffset> ticks) =>
        (await Store.Operations.Step(new OperationStep(operation, OperationState.Running, null, Start) { Ticks = ticks }, None)).ShouldNotBeNull();

    private async Task<int> Left() => (await Store.DeadLetters.List(new DeadQuery(), None)).Items.Count;

    private async Task<IReadOnlyList<Guid>> Die(int count, string job = "job", string cause = "f")
    {
        var dead = new List<Guid>();
        var node = await StartNode();
        for (int i = 0; i < count; i++)
        {
            await Enqueue(Request(job));
            var run = await ClaimOne(node);
            var end = await End(run, node, RunState.Dead);
            await Finish(end with { Error = end.Error! with { Fingerprint = cause } });
            dead.Add(run.Id);
        }

        return dead;
    }
}
