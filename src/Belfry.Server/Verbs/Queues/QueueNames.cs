using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Queues;

/// <summary>Which queue a verb is about: one by name, or with <c>--all</c> everything.</summary>
internal static class QueueNames
{
    /// <summary>Columns of a queue, wherever queues are shown.</summary>
    public static readonly Column[] Columns =
    [
        Column.Text("NAME", "name"),
        new("STATE", (terminal, queue) => Mark.Words(terminal, queue.At("paused")?.GetBoolean() == true ? "paused" : "active")),
        Column.Number("WAITING", "waiting"),
        Column.Number("RUNNING", "running"),
        Column.When("OLDEST (UTC)", "oldestWaiting"),
        Column.Number("NODES", "nodes"),
        Column.Number("MOST RUNNING", "limit.running"),
        Column.Number("STARTS", "limit.starts"),
        Column.Text("PER", "limit.per"),
        Column.Text("WHY PAUSED", "pause.reason"),
    ];

    public static Argument<string> Argument() => new("QUEUE") { Description = "Name of the queue." };

    public static Argument<string?> OptionalArgument() =>
        new("QUEUE") { Description = "Name of the queue.", Arity = ArgumentArity.ZeroOrOne };

    public static Option<bool> All() => new("--all") { Description = "Everything, whatever its queue." };

    /// <summary>The queue, or null for everything.</summary>
    public static string? Chosen(Invocation call, Argument<string?> name, Option<bool> all) => (call.Find(name), call.Get(all)) switch
    {
        ({ } queue, false) => queue,
        (null, true) => null,
        (null, false) => throw new Failure(Exit.Usage, "no queue is named.", next: "Name one (belfry queue list shows them), or take --all for everything."),
        _ => throw new Failure(Exit.Usage, "a queue and --all do not go together.", next: "Leave out one of them."),
    };
}
