using System.CommandLine;
using System.Text.Json;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Operations;

/// <summary><c>belfry operation list|get|cancel</c>: work on many runs that goes on by itself.</summary>
internal static class OperationVerbs
{
    private static readonly Column[] Columns =
    [
        new("ID", (terminal, operation) => RunIds.Shown(terminal, operation.At("id").AsText() ?? "-")),
        Column.State("STATE", "state"),
        Column.Text("WHAT", "what"),
        Column.Number("TAKEN", "taken"),
        Column.Number("OF", "total"),
        Column.Number("SUCCEEDED", "succeeded"),
        Column.Number("FAILED", "failed"),
        Column.Text("BY", "by"),
        Column.When("STARTED (UTC)", "createdAt"),
    ];

    private static readonly Column[] Lines =
    [
        Column.Text("id", "id"),
        Column.Text("what", "what"),
        Column.State("state", "state"),
        Column.Text("note", "note"),
        new("taken", (_, operation) => $"{operation.At("taken").AsText()} of {operation.At("total").AsText()}"),
        Column.Text("passed over", "passed"),
        Column.Text("runs made", "made"),
        Column.Text("succeeded", "succeeded"),
        Column.Text("failed", "failed"),
        Column.Text("under way", "live"),
        Column.Text("by", "by"),
        Column.Text("reason", "reason"),
        Column.When("started (UTC)", "createdAt"),
        Column.When("last step", "updatedAt"),
    ];

    public static IEnumerable<Verb> Create(CommonFlags flags) => [List(flags), Get(flags), Cancel(flags)];

    private static Verb List(CommonFlags flags)
    {
        var state = CommonFlags.Choice("--state", [], ["running", "done", "stopped", "cancelled"], "Only those in this state.");
        var kind = CommonFlags.Choice("--kind", [], ["recover", "discard", "backfill"], "Only those of this kind.");
        return new Verb("list", "Lists operations, newest first.", async (call, cancellation) =>
        {
            string path = Route.With("/operations", ("state", call.Get(state)), ("kind", call.Get(kind)));
            var (items, next) = await call.Api.List(path, call.Limit, cancellation);
            call.Report.List(items, next, Columns, "No operations.");
            return Exit.Done;
        }, state, kind, flags.Limit);
    }

    private static Verb Get(CommonFlags flags)
    {
        var id = Id();
        return new Verb("get", "Shows how an operation stands; with --wait when it has ended.", async (call, cancellation) =>
        {
            if (call.Wait)
            {
                return await OperationStarted.Await(call, call.Get(id), cancellation);
            }

            call.Report.Thing(await call.Api.Get(Route.Operation(call.Get(id)), cancellation), Lines);
            return Exit.Done;
        }, id, flags.Wait, flags.Timeout);
    }

    private static Verb Cancel(CommonFlags flags)
    {
        var id = Id();
        return new Verb("cancel", "Ends an operation where it stands; runs that it has made go on.", async (call, cancellation) =>
        {
            string path = Route.Operation(call.Get(id));
            JsonElement operation = call.DryRun
                ? await call.Api.Get(path, cancellation)
                : await call.Api.Post(path + "/cancel", ReasonBody.Of(call), cancellation);
            call.Report.Thing(operation, Lines);
            return Exit.Done;
        }, id, flags.Reason, flags.DryRun);
    }

    private static Argument<string> Id()
    {
        var id = new Argument<string>("OPERATION") { Description = "Id of the operation, or the start of it." };
        id.CompletionSources.Add(Completion.Operations);
        return id;
    }
}
