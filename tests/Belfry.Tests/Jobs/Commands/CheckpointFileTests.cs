using System.Text.Json;
using Belfry.Jobs;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

public sealed class CheckpointFileTests
{
    private readonly AttemptJournal journal = new(new OutputCap(1_000, 1_000), null, CancellationToken.None);

    [Theory]
    [InlineData(null, "")]
    [InlineData("\"page 7\\n\"", "page 7\n")]
    [InlineData("{\"page\":7}", "{\"page\":7}")]
    public void A_command_finds_what_an_earlier_attempt_kept(string? saved, string text)
    {
        using var file = Create(saved);
        File.ReadAllText(file.Path).ShouldBe(text);
    }

    [Fact]
    public void What_it_leaves_is_kept_for_the_next()
    {
        using var file = Create(null);
        File.WriteAllText(file.Path, "page 8");
        file.Keep(journal);
        journal.TakeCheckpoint().ShouldNotBeNull().GetString().ShouldBe("page 8");
    }

    [Fact]
    public void What_it_left_as_it_was_is_not_written_again()
    {
        using var file = Create("\"page 7\"");
        file.Keep(journal);
        journal.TakeCheckpoint().ShouldBeNull();
    }

    [Fact]
    public void A_file_that_it_took_away_changes_nothing()
    {
        using var file = Create("\"page 7\"");
        File.Delete(file.Path);
        file.Keep(journal);
        journal.TakeCheckpoint().ShouldBeNull();
    }

    [Fact]
    public void Too_much_is_not_kept_and_the_output_says_so()
    {
        using var file = Create(null);
        File.WriteAllText(file.Path, new string('x', 300_000));
        file.Keep(journal);
        journal.TakeCheckpoint().ShouldBeNull();
        System.Text.Encoding.UTF8.GetString(journal.TakeRest()!.Bytes.Span).ShouldContain("has 300,000 bytes");
    }

    [Fact]
    public void It_is_gone_afterwards_and_nobody_else_can_read_it()
    {
        var file = Create(null);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(file.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        file.Dispose();
        File.Exists(file.Path).ShouldBeFalse();
    }

    private static CheckpointFile Create(string? saved) =>
        CheckpointFile.Create(Guid.NewGuid().ToString("n"), saved is null ? null : JsonElement.Parse(saved)).ShouldNotBeNull();
}
