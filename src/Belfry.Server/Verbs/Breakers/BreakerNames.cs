using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Breakers;

/// <summary>Which breaker a verb is about, and how breakers are shown.</summary>
internal static class BreakerNames
{
    public static readonly Column[] Columns =
    [
        Column.Text("NAME", "name"),
        new("STATE", (terminal, breaker) => Mark.Words(terminal, breaker.At("isolated")?.GetBoolean() == true ? "isolated" : breaker.At("state").AsText())),
        Column.When("SINCE (UTC)", "since"),
        Column.When("NEXT TRIAL (UTC)", "nextTrialAt"),
        Column.Number("JOBS", "jobs"),
        new("FAILURES", (_, breaker) => breaker.At("state").AsText() == "closed" ? $"{breaker.At("failuresInARow").AsText()}/{breaker.At("failures").AsText()}" : "-", Right: true),
        Column.Text("CAUSE", "cause"),
    ];

    public static Argument<string> Argument()
    {
        var name = new Argument<string>("BREAKER") { Description = "Name of the breaker: of a resource, or job:NAME." };
        name.CompletionSources.Add(Completion.Breakers);
        return name;
    }
}
