using System.Text;
using System.Text.Json;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Conformance;

public abstract class ReportConformance<TFixture> : StoreConformance<TFixture>
    where TFixture : StoreFixture, new()
{
    [Fact]
    public async Task Progress_shows_on_the_run()
    {
        var (node, run) = await Running();
        (await Report(node, run, progress: 0.5, text: "half")).ShouldBeTrue();
        (await Report(node, run)).ShouldBeTrue();
        var record = await Run(run.Id);
        record.Progress.ShouldBe(0.5);
        record.ProgressText.ShouldBe("half");
    }

    [Fact]
    public async Task Progress_with_characters_that_no_store_keeps_shows_without_them()
    {
        var (node, run) = await Running();
        (await Report(node, run, progress: 0.5, text: "a\0b\udfff")).ShouldBeTrue();
        (await Run(run.Id)).ProgressText.ShouldBe("a\ufffdb\ufffd");
    }

    [Fact]
    public async Task A_report_with_a_stale_token_is_refused()
    {
        var (node, run) = await Running();
        (await Report(node, run with { Token = run.Token + 1 }, progress: 0.5)).ShouldBeFalse();
        (await Report(NewId(), run, progress: 0.5)).ShouldBeFalse();
        await Finish(run, node);
        (await Report(node, run, progress: 0.5)).ShouldBeFalse();
        (await Run(run.Id)).Progress.ShouldBeNull();
    }

    [Fact]
    public async Task A_checkpoint_reaches_the_next_attempt()
    {
        var (node, run) = await Running();
        await Store.Runs.Report(
            [new RunReport(run.Id, run.Token, node, null, null, JsonElement.Parse("""{"page":7}"""), null)], None);
        await Finish(run, node, RunState.Retrying, Start);
        (await ClaimOne(node)).Checkpoint.ShouldNotBeNull().GetProperty("page").GetInt32().ShouldBe(7);
    }

    [Fact]
    public async Task A_checkpoint_that_comes_with_the_end_of_its_attempt_reaches_the_next_one()
    {
        var (node, run) = await Running();
        var end = await End(run, node, RunState.Retrying, Start);
        await Finish(end with { Checkpoint = JsonElement.Parse("""{"page":8}""") });
        (await ClaimOne(node)).Checkpoint.ShouldNotBeNull().GetProperty("page").GetInt32().ShouldBe(8);
    }

    [Fact]
    public async Task A_checkpoint_of_a_run_that_is_handed_back_reaches_the_next_node()
    {
        var (node, run) = await Running();
        await Finish(await End(run, node, RunState.Queued) with { Checkpoint = JsonElement.Parse("""{"page":9}""") });
        (await ClaimOne(node)).Checkpoint.ShouldNotBeNull().GetProperty("page").GetInt32().ShouldBe(9);
    }

    [Fact]
    public async Task Output_is_appended()
    {
        var (node, run) = await Running();
        await Write(node, run, 0, "one ");
        await Write(node, run, 4, "two");
        (await Text(run)).ShouldBe("one two");
        (await Run(run.Id)).OutputBytes.ShouldBe(7);
    }

    [Fact]
    public async Task Repeated_output_is_stored_once()
    {
        var (node, run) = await Running();
        await Write(node, run, 0, "one ");
        await Write(node, run, 0, "one ");
        await Write(node, run, 0, "one two");
        (await Text(run)).ShouldBe("one two");
    }

    [Fact]
    public async Task Output_is_read_from_an_offset_up_to_a_size()
    {
        var (node, run) = await Running();
        await Write(node, run, 0, "0123");
        await Write(node, run, 4, "4567");
        (await Text(run, offset: 2, max: 4)).ShouldBe("2345");
        (await Text(run, offset: 6)).ShouldBe("67");
        var end = await Store.Queries.Output(run.Id, null, 8, 100, None);
        end.ShouldNotBeNull().Bytes.Length.ShouldBe(0);
        end.End.ShouldBeFalse();
        await Finish(run, node);
        (await Store.Queries.Output(run.Id, null, 8, 100, None)).ShouldNotBeNull().End.ShouldBeTrue();
    }

    [Fact]
    public async Task Each_attempt_has_its_own_output()
    {
        var (node, run) = await Running();
        await Write(node, run, 0, "first");
        await Finish(run, node, RunState.Retrying, Start);
        var again = await ClaimOne(node);
        await Write(node, again, 0, "second");
        (await Text(run, attempt: 1)).ShouldBe("first");
        (await Text(run)).ShouldBe("second");
    }

    [Fact]
    public async Task An_attempt_that_was_handed_back_leaves_no_output()
    {
        var (node, run) = await Running();
        await Write(node, run, 0, "nothing");
        await Finish(run, node, RunState.Queued);
        var again = await ClaimOne(node);
        await Write(node, again, 0, "some");
        (await Text(run)).ShouldBe("some");
    }

    [Fact]
    public async Task A_run_without_output_has_none()
    {
        var (_, run) = await Running();
        (await Store.Queries.Output(run.Id, null, 0, 100, None)).ShouldBeNull();
    }

    private async Task<(Guid Node, ClaimedRun Run)> Running()
    {
        await Create();
        await Fire();
        var node = await StartNode();
        return (node, await ClaimOne(node));
    }

    private async Task<bool> Report(Guid node, ClaimedRun run, double? progress = null, string? text = null) =>
        (await Store.Runs.Report([new RunReport(run.Id, run.Token, node, progress, text, null, null)], None))[0];

    private async Task Write(Guid node, ClaimedRun run, long offset, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var chunk = new OutputChunk(offset, bytes, offset + bytes.Length, 0);
        (await Store.Runs.Report([new RunReport(run.Id, run.Token, node, null, null, null, chunk)], None)).ShouldBe([true]);
    }

    private async Task<string> Text(ClaimedRun run, int? attempt = null, long offset = 0, int max = 100)
    {
        var output = await Store.Queries.Output(run.Id, attempt, offset, max, None);
        return Encoding.UTF8.GetString(output.ShouldNotBeNull().Bytes.Span);
    }
}
