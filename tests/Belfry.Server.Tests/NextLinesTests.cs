using System.Text;
using Belfry.Schedules;
using Belfry.Server.Verbs.Schedules;

namespace Belfry.Server.Tests;

public sealed class NextLinesTests
{
    private static readonly DateTimeOffset After = new(2026, 3, 28, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_line_is_answered_in_order() => Answer("""
        {"id":1,"schedule":"30 2 * * *","zone":"Europe/Berlin","after":"2026-03-28T12:00:00Z","count":2}
        {"id":"b","schedule":"@daily","count":1}
        """).ShouldBe("""
        {"id":1,"next":["2026-03-29T01:00:00Z","2026-03-30T00:30:00Z"]}
        {"id":"b","next":["2026-03-29T00:00:00Z"]}

        """);

    [Fact]
    public void Settings_stand_beside_the_text() => Answer("""
        {"id":1,"schedule":"0 0 13 * 5","dayRule":"and","count":1}
        {"id":2,"schedule":"30 2 * * *","zone":"Europe/Berlin","gap":"shift","after":"2026-03-28T12:00:00Z","count":1}
        {"id":3,"schedule":"30 2 * * *","zone":"Europe/Berlin","overlap":"both","after":"2026-10-24T12:00:00Z","count":2}
        {"id":4,"schedule":"H H * * *","seed":"report-7","count":1}
        {"id":5,"schedule":"0 0 30 2 *","count":3}
        """).ShouldBe("""
        {"id":1,"next":["2026-11-13T00:00:00Z"]}
        {"id":2,"next":["2026-03-29T01:30:00Z"]}
        {"id":3,"next":["2026-10-25T00:30:00Z","2026-10-25T01:30:00Z"]}
        {"id":4,"next":["2026-03-28T01:15:00Z"]}
        {"id":5,"next":[]}

        """);

    [Fact]
    public void A_wrong_schedule_is_answered_with_its_place() =>
        Answer("""{"id":7,"schedule":"60 * * * *"}""").ShouldStartWith(
            """{"id":7,"error":{"code":"CRON_OUT_OF_RANGE","field":"minute","position":0,"length":2,"token":"60",""");

    [Theory]
    [InlineData("nonsense", "LINE_NOT_JSON")]
    [InlineData("[1]", "LINE_NOT_JSON")]
    [InlineData("""{"schedule":"@daily"} x""", "LINE_NOT_JSON")]
    [InlineData("{}", "LINE_FIELD_MISSING")]
    [InlineData("""{"schedule":5}""", "LINE_FIELD_INVALID")]
    [InlineData("""{"schedule":"@daily","count":-1}""", "LINE_FIELD_INVALID")]
    [InlineData("""{"schedule":"@daily","after":"tomorrow"}""", "LINE_FIELD_INVALID")]
    [InlineData("""{"schedule":"@daily","gap":"jump"}""", "LINE_FIELD_INVALID")]
    [InlineData("""{"schedule":"@daily","format":8}""", "LINE_FIELD_INVALID")]
    public void A_wrong_line_does_not_stop_the_others(string line, string code)
    {
        string[] answers = Answer($"{line}\n{{\"id\":2,\"schedule\":\"@daily\",\"count\":1}}").Split('\n');
        answers[0].ShouldContain($"\"code\":\"{code}\"");
        answers[1].ShouldStartWith("""{"id":2,"next":""");
    }

    [Theory]
    [InlineData("1.50")]
    [InlineData("null")]
    [InlineData("""{"a":[1,"x"]}""")]
    [InlineData("\"\\u00e9\\n\"")]
    public void The_id_comes_back_as_it_was(string id) =>
        Answer($"{{\"id\":{id},\"schedule\":\"@daily\",\"count\":0}}").ShouldBe($"{{\"id\":{id},\"next\":[]}}\n");

    [Fact]
    public void Lines_over_the_edges_of_reads_are_whole()
    {
        string line = """{"id":1,"schedule":"@daily","count":1,"note":"é"}""" + "\n";
        string answers = Answer(new Trickle(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(line, 50)))));
        answers.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct().ShouldBe(["""{"id":1,"next":["2026-03-29T00:00:00Z"]}"""]);
    }

    private static string Answer(string lines) => Answer(new MemoryStream(Encoding.UTF8.GetBytes(lines)));

    private static string Answer(Stream input)
    {
        using var output = new MemoryStream();
        new NextLines(ScheduleOptions.Default, After, 1).Run(input, output, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Gives few bytes at a time, as a pipe may.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 7));
    }
}
