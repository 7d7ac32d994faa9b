using System.Text;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Jobs.Commands;
using Belfry.Storage;

namespace Belfry.Tests.Jobs;

public sealed class AttemptJournalTests
{
    private readonly AttemptJournal journal = new(new OutputCap(1_000, 1_000), null, CancellationToken.None);

    [Fact]
    public void Silence_is_no_news() => News().ShouldBeNull();

    [Fact]
    public void News_are_told_once()
    {
        journal.Log("one");
        Text(News()!.Output).ShouldBe("0: one\n");
        News().ShouldBeNull();
    }

    [Fact]
    public void Output_goes_on_where_it_was_left()
    {
        journal.Log("one");
        News();
        journal.Log("two");
        Text(News()!.Output).ShouldBe("4: two\n");
        journal.Log("three");
        Text(journal.TakeRest()).ShouldBe("8: three\n");
    }

    [Fact]
    public void What_could_not_be_written_comes_again_before_what_is_newer()
    {
        journal.Log("one");
        var lost = News()!;
        journal.PutBack(lost);
        journal.Log("two");
        Text(News()!.Output).ShouldBe("0: one\ntwo\n");
    }

    [Fact]
    public void What_could_not_be_written_is_part_of_the_rest()
    {
        journal.Log("one");
        journal.PutBack(News()!);
        journal.Log("two");
        Text(journal.TakeRest()).ShouldBe("0: one\ntwo\n");
    }

    [Fact]
    public void Newer_progress_and_checkpoints_stand_against_older_ones()
    {
        journal.Progress(0.2, "old");
        journal.SaveCheckpoint(Json(1));
        var lost = News()!;
        journal.Progress(0.4, "new");
        journal.SaveCheckpoint(Json(2));
        journal.PutBack(lost);
        var news = News()!;
        news.Progress.ShouldBe(0.4);
        news.ProgressText.ShouldBe("new");
        news.Checkpoint!.Value.GetInt32().ShouldBe(2);
    }

    [Fact]
    public void A_newer_progress_without_words_does_not_keep_the_old_words()
    {
        journal.Progress(0.2, "old");
        var lost = News()!;
        journal.Progress(0.4, null);
        journal.PutBack(lost);
        News()!.ProgressText.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0.5, 0.5)]
    [InlineData(7, 1)]
    [InlineData(double.NaN, 0)]
    public void Progress_is_cut_to_its_range(double said, double kept)
    {
        journal.Progress(said, null);
        News()!.Progress.ShouldBe(kept);
    }

    [Fact]
    public void A_checkpoint_is_seen_by_the_attempt_that_saved_it()
    {
        journal.SaveCheckpoint(Json(7));
        journal.Checkpoint!.Value.GetInt32().ShouldBe(7);
    }

    [Fact]
    public void A_checkpoint_that_was_not_reported_is_left_for_the_end()
    {
        journal.SaveCheckpoint(Json(7));
        journal.TakeCheckpoint()!.Value.GetInt32().ShouldBe(7);
        journal.TakeCheckpoint().ShouldBeNull();
    }

    [Fact]
    public void Output_over_the_cap_keeps_its_end_for_the_rest()
    {
        var small = new AttemptJournal(new OutputCap(4, 4), null, CancellationToken.None);
        small.Log("abcdefghijkl");
        var first = small.TakeNews(Guid.Empty, 1, Guid.Empty)!.Output;
        Text(first).ShouldBe("0: abcd");
        var rest = small.TakeRest()!;
        rest.Offset.ShouldBe(4);
        rest.TotalBytes.ShouldBe(13);
        rest.DroppedBytes.ShouldBe(5);
        Encoding.UTF8.GetString(rest.Bytes.Span).ShouldEndWith("jkl\n");
    }

    private RunReport? News() => journal.TakeNews(Guid.Empty, 1, Guid.Empty);

    private static JsonElement Json(int value) => JsonSerializer.SerializeToElement(value);

    private static string Text(OutputChunk? chunk) => $"{chunk!.Offset}: {Encoding.UTF8.GetString(chunk.Bytes.Span)}";
}
