using System.Runtime.Versioning;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

// One command as a test runs it: with an identity of its own, a sink that listens, and a hand on the cancellation.
[SupportedOSPlatform("linux")]
internal sealed class Scene(bool portable = false) : IDisposable
{
    private readonly CancellationTokenSource cancellation = new();

    public string RunId { get; init; } = Guid.NewGuid().ToString("N");

    public string Token { get; init; } = "1";

    public string Node { get; init; } = "node-of-tests";

    public RecordingSink Output { get; } = new();

    public TimeSpan KillGrace { get; init; } = TimeSpan.FromSeconds(10);

    public static CommandSpec Shell(string script) => new() { Command = ["/bin/sh", "-c", script] };

    public Task<CommandResult> Run(string script) => Run(Shell(script));

    public Task<CommandResult> Run(CommandSpec spec) => Run(spec, Output);

    public Task<CommandResult> Run(CommandSpec spec, IOutputSink sink)
    {
        var variables = new Dictionary<string, string>
        {
            ["BELFRY_RUN_ID"] = RunId,
            ["BELFRY_FENCING_TOKEN"] = Token,
            ["BELFRY_NODE"] = Node,
        };
        var runner = new CommandRunner(TimeProvider.System) { Portable = portable, DrainGrace = TimeSpan.FromMilliseconds(100) };
        return runner.RunAsync(spec, variables, sink, KillGrace, cancellation.Token);
    }

    public Task Cancel() => cancellation.CancelAsync();

    public void Dispose() => cancellation.Dispose();

    public static bool Lives(int pid) => Table().Any(entry => entry.Pid == pid && !entry.IsDead);

    public int[] Survivors() =>
        [.. from entry in Table()
            where !entry.IsDead && ProcessTable.Carries(entry.Pid, [$"BELFRY_RUN_ID={RunId}", $"BELFRY_FENCING_TOKEN={Token}"])
            select entry.Pid];

    public static List<ProcessEntry> Table() => ProcessTable.Read();
}
