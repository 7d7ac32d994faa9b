using Belfry.Conformance;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Postgres;
using Belfry.Runs;
using Npgsql;

namespace Belfry.Storage.Tests.Postgres;

/// <summary>Runs in the application's own transactions, beside a table of the application.</summary>
public sealed class TransactionalWorkTests : StoreConformance<OwnTransactions>
{
    [Fact]
    public async Task A_run_exists_when_the_transaction_is_committed()
    {
        await Create();
        await using var transaction = await Begin();
        var made = await Control().EnqueueAsync(transaction, "job");
        (await Store.Queries.Run(made.Id.ToString("n"), None)).ShouldBeNull();
        await transaction.CommitAsync();
        (await StateOf(made.Id)).ShouldBe(RunState.Queued);
    }

    [Fact]
    public async Task A_run_does_not_exist_when_the_transaction_is_rolled_back()
    {
        await Create();
        await using var transaction = await Begin();
        var made = await Control().EnqueueAsync(transaction, "job");
        await transaction.RollbackAsync();
        (await Store.Queries.Run(made.Id.ToString("n"), None)).ShouldBeNull();
        (await Claim(await StartNode())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_job_that_is_not_there_leaves_the_transaction_usable()
    {
        await using var transaction = await Begin();
        await Should.ThrowAsync<JobNotFoundException>(() => Control().EnqueueAsync(transaction, "nobody"));
        await Write(transaction);
        await transaction.CommitAsync();
        (await Effects()).ShouldBe(1);
    }

    [Fact]
    public async Task A_job_that_forbids_overlap_lets_a_run_of_the_transaction_wait()
    {
        await Create("job", OverlapRule.Skip);
        await Enqueue();
        await using var transaction = await Begin();
        var made = await Control().EnqueueAsync(transaction, "job");
        await transaction.CommitAsync();
        (await Run(made.Id)).Blocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Effects_and_success_are_committed_together()
    {
        var (node, run) = await Running();
        await using var transaction = await Begin();
        await Write(transaction);
        await Context(run).CompleteInAsync(transaction);
        (await StateOf(run.Id)).ShouldBe(RunState.Running);
        await transaction.CommitAsync();
        (await Effects()).ShouldBe(1);
        (await StateOf(run.Id)).ShouldBe(RunState.Succeeded);
        (await Finish(run, node)).ShouldBe(FinishStatus.Already);
    }

    [Theory]
    [InlineData(RunState.Failed)]
    [InlineData(RunState.Retrying)]
    [InlineData(RunState.Queued)]
    public async Task However_the_attempt_ends_after_the_commit_the_run_has_succeeded(RunState end)
    {
        var (node, run) = await Running();
        await Complete(run);
        (await Finish(run, node, end)).ShouldBe(FinishStatus.Already);
        (await StateOf(run.Id)).ShouldBe(RunState.Succeeded);
        (await Claim(await StartNode())).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_dies_after_the_commit_leaves_nothing_to_do_again()
    {
        var (_, run) = await Running();
        await Complete(run);
        await LetLeaseEnd();
        var rescued = await Rescue();
        (rescued.Requeued, rescued.Ended).ShouldBe((0, 0));
        (await Claim(await StartNode())).ShouldBeEmpty();
        (await Run(run.Id)).State.ShouldBe(RunState.Succeeded);
        (await Effects()).ShouldBe(1);
    }

    [Fact]
    public async Task A_node_that_dies_before_the_commit_leaves_the_run_to_another()
    {
        var (_, run) = await Running();
        await using (var transaction = await Begin())
        {
            await Write(transaction);
            await Context(run).CompleteInAsync(transaction);
            await Kill(transaction);
        }

        await LetLeaseEnd();
        (await Rescue()).Requeued.ShouldBe(1);
        (await Effects()).ShouldBe(0);
        (await ClaimOne(await StartNode())).Id.ShouldBe(run.Id);
    }

    [Fact]
    public async Task The_crash_of_the_server_after_the_commit_loses_neither()
    {
        var (_, run) = await Running();
        await Complete(run);
        await Fixture.Crash();
        (await Effects()).ShouldBe(1);
        (await StateOf(run.Id)).ShouldBe(RunState.Succeeded);
    }

    [Fact]
    public async Task A_stale_token_completes_nothing_and_its_transaction_cannot_be_committed()
    {
        var (_, run) = await Running();
        await LetLeaseEnd();
        await Rescue();
        var current = await ClaimOne(await StartNode());
        await using (var transaction = await Begin())
        {
            await Write(transaction);
            await Should.ThrowAsync<LeaseLostException>(() => Context(run).CompleteInAsync(transaction));
            await transaction.CommitAsync();
        }

        (await Effects()).ShouldBe(0);
        (await Run(run.Id)).Token.ShouldBe(current.Token);
    }

    [Fact]
    public async Task A_run_that_was_asked_to_end_is_not_completed()
    {
        var (_, run) = await Running();
        await Store.Runs.Cancel(run.Id, "enough", None);
        await using (var transaction = await Begin())
        {
            await Write(transaction);
            (await Should.ThrowAsync<LeaseLostException>(() => Context(run).CompleteInAsync(transaction))).Message.ShouldContain("enough");
        }

        (await Effects()).ShouldBe(0);
    }

    [Fact]
    public async Task The_next_waiting_run_goes_with_the_commit()
    {
        await Create("job", OverlapRule.Queue);
        await Enqueue();
        var waiting = await Enqueue();
        var node = await StartNode();
        var run = await ClaimOne(node);
        await Complete(run);
        (await ClaimOne(node)).Id.ShouldBe(waiting);
    }

    [Fact]
    public async Task A_second_completion_changes_nothing()
    {
        var (_, run) = await Running();
        await Complete(run);
        await Complete(run);
        (await StateOf(run.Id)).ShouldBe(RunState.Succeeded);
    }

    private async Task<(Guid Node, ClaimedRun Run)> Running()
    {
        await Create();
        await Enqueue();
        var node = await StartNode();
        return (node, await ClaimOne(node));
    }

    private JobControl Control() => new(Store, new Chance(1));

    private Task<NpgsqlTransaction> Begin() => Fixture.Begin();

    private static JobContext Context(ClaimedRun run) => new(new AttemptJournal(new OutputCap(1000, 1000), null, None))
    {
        RunId = run.Id,
        Job = run.Definition.Name,
        Due = run.Due,
        Attempt = run.Attempt,
        MaxAttempts = 3,
        FencingToken = run.Token,
    };

    private async Task Complete(ClaimedRun run)
    {
        await using var transaction = await Begin();
        await Write(transaction);
        await Context(run).CompleteInAsync(transaction);
        await transaction.CommitAsync();
    }

    private static async Task Write(NpgsqlTransaction transaction)
    {
        await using var command = new NpgsqlCommand("insert into effect values (1)", transaction.Connection, transaction);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<long> Effects() => await Fixture.Count("effect");

    private Task Kill(NpgsqlTransaction transaction) =>
        Fixture.Execute($"select pg_terminate_backend({transaction.Connection!.ProcessID})");
}
