using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;

namespace Belfry.Server.Tests;

public sealed class YamlDocumentTests
{
    [Theory]
    [InlineData("on", "\"on\"")]
    [InlineData("no", "\"no\"")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("08", "\"08\"")]
    [InlineData("0x1F", "\"0x1F\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2026-12-01", "\"2026-12-01\"")]
    [InlineData("1e3", "1e3")]
    [InlineData("1.10", "1.10")]
    [InlineData("-5", "-5")]
    [InlineData("'5'", "\"5\"")]
    [InlineData("True", "true")]
    [InlineData("\"true\"", "\"true\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("* * * * *", "\"* * * * *\"")]
    public void Scalars_follow_the_core_schema(string scalar, string json)
    {
        if (scalar.StartsWith('*'))
        {
            scalar = $"\"{scalar}\""; // a plain star would be an alias
        }

        YamlDocument.Parse($"value: {scalar}\n", "x").Root!.ToJsonString().ShouldBe($"{{\"value\":{json}}}");
    }

    [Fact]
    public void Values_know_their_lines()
    {
        var document = YamlDocument.Parse("jobs:\n  - name: a\n    retry:\n      attempts: 3\n  - name: b\n", "x");
        document.LineOf("jobs[0].retry.attempts").ShouldBe(4);
        document.LineOf("jobs[1]").ShouldBe(5);
        document.LineOf("jobs[0].retry.missing").ShouldBe(3);
        document.LineOf("").ShouldBe(1);
    }

    [Fact]
    public void Aliases_stand_for_what_was_marked() =>
        YamlDocument.Parse("a: &x {b: 1}\nc: *x\n", "x").Root!.ToJsonString().ShouldBe("""{"a":{"b":1},"c":{"b":1}}""");

    [Theory]
    [InlineData("a: 1\na: 2\n", "x:2: the key 'a' stands here twice.")]
    [InlineData("a: !!int 1\n", "x:1: the type tag")]
    [InlineData("a: !Foo {}\n", "x:1: the type tag")]
    [InlineData("a: *nothing\n", "x:1: nothing before this line is marked &nothing.")]
    [InlineData("a: 1\n---\nb: 2\n", "x:2: a second document begins here")]
    [InlineData("? [a]\n: 1\n", "x:1: a key must be a plain word.")]
    [InlineData("a: [1\nb: 2\n", "x:")]
    public void What_could_be_read_in_two_ways_is_refused_with_its_line(string yaml, string message)
    {
        var failure = Should.Throw<Failure>(() => YamlDocument.Parse(yaml, "x"));
        failure.Exit.ShouldBe(Exit.Usage);
        failure.Message.ShouldStartWith(message);
    }

    [Fact]
    public void A_bomb_of_aliases_is_refused()
    {
        string bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(
            "bcdefghij".Select((c, i) => $"{c}: &{c} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i)}", 10))}]\n"));
        Should.Throw<Failure>(() => YamlDocument.Parse(bomb, "x")).Message.ShouldContain("unfold to more than");
    }

    [Fact]
    public void Deep_nesting_is_refused() =>
        Should.Throw<Failure>(() => YamlDocument.Parse(new string('[', 100) + new string(']', 100), "x")).Message.ShouldContain("deep");

    [Fact]
    public void Whatever_is_written_is_read_or_refused()
    {
        const string Letters = "ab: -[]{},&*!|>'\"%@#?\n\n  \t~0";
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 30)).Select(_ => Letters[random.Next(Letters.Length)]));
            try
            {
                YamlDocument.Parse(text, "x");
            }
            catch (Failure failure)
            {
                failure.Message.ShouldStartWith("x:");
            }
        }
    }
}
