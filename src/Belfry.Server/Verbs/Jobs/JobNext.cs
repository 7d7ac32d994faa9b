using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job next</c>.</summary>
internal static class JobNext
{
    private static readonly Column[] Columns =
        [Column.When("DUE (UTC)", "due"), Column.Text("LOCAL", "local"), Column.Text("OFFSET", "offset"), Column.Text("NOTE", "note")];

    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        var count = CommonFlags.Count("--count", 10, "How many.");
        return new Verb("next", "Shows when a job is due next.", async (call, cancellation) =>
        {
            var answer = await call.GetJob(call.Get(name), cancellation, Route.With("/next", ("count", $"{call.Get(count)}")));
            call.Report.List([.. answer.Items("items")], null, Columns, "It has no further fires.");
            return Exit.Done;
        }, name, count);
    }
}
