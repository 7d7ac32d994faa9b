using System.Text;
using Belfry.Jobs;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

public sealed class NumbersFileTests
{
    private readonly AttemptJournal journal = new(new OutputCap(10_000, 10_000), null, CancellationToken.None);

    [Fact]
    public void Lines_with_a_name_and_a_number_are_reported_and_others_are_said()
    {
        Report("rows=12\nshare = 0.5\n\nrows=13\nrows\nrows=many\na b=5\nbig=1e999\n");
        journal.Numbers.ShouldBe(new Dictionary<string, double> { ["rows"] = 13, ["share"] = 0.5 }, ignoreOrder: true);
        string output = Encoding.UTF8.GetString(journal.TakeRest()!.Bytes.Span);
        output.ShouldBe(
            """
            BELFRY_NUMBERS, line 5: 'rows' is not a name and a number, such as rows=12.
            BELFRY_NUMBERS, line 6: 'rows=many' is not a name and a number, such as rows=12.
            BELFRY_NUMBERS, line 7: 'a b' is not a name: use letters, digits and _ . - and begin with a letter, such as rows.
            BELFRY_NUMBERS, line 8: 'big' must be a finite number.

            """);
    }

    [Fact]
    public void More_names_than_a_run_may_have_are_refused()
    {
        Report(string.Concat(Enumerable.Range(0, 101).Select(i => $"n{i}=1\n")));
        journal.Numbers.Count.ShouldBe(100);
        Encoding.UTF8.GetString(journal.TakeRest()!.Bytes.Span).ShouldContain("line 101: 'n100' is one too many");
    }

    [Fact]
    public void A_file_that_the_command_took_away_is_no_error()
    {
        using var numbers = NumbersFile.Create(journal);
        File.Delete(numbers.AddTo([])[NumbersFile.Variable]);
        numbers.Report();
        journal.Numbers.ShouldBeEmpty();
    }

    [Fact]
    public void Nothing_is_left_behind()
    {
        string path;
        using (var numbers = NumbersFile.Create(journal))
        {
            path = numbers.AddTo([])[NumbersFile.Variable];
            File.Exists(path).ShouldBeTrue();
        }

        File.Exists(path).ShouldBeFalse();
    }

    private void Report(string content)
    {
        using var numbers = NumbersFile.Create(journal);
        File.WriteAllText(numbers.AddTo([])[NumbersFile.Variable], content);
        numbers.Report();
    }
}
