using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using Belfry.Jobs.Commands;
using Belfry.Server.CommandLine;
using Belfry.Server.Drill.Checks;

namespace Belfry.Server.Drill.Nodes;

/// <summary>One process that is a node of the drill, from its start to its end.</summary>
[SupportedOSPlatform("linux")]
internal sealed class DrillNode : IAsyncDisposable
{
    private const int EndRefused = 9;
    private const int LeaseLost = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly string log;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StreamWriter said;
    private int refused;
    private int leasesLost;
    private string lastLine = "";

    private DrillNode(Process process, string name, string folder)
    {
        this.process = process;
        Name = name;
        log = LogOf(folder, name);
        said = new StreamWriter(Path.Combine(folder, $"{name}.err")) { AutoFlush = true };
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Note(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Unique for each start: <c>node-2.3</c> is the third process of the second place.</summary>
    public string Name { get; }

    public Uri Address { get; private set; } = null!;
    public int ProcessId => process.Id;
    public bool HasExited => process.HasExited;
    public Task Exited => process.WaitForExitAsync();

    /// <summary>Ends of attempts that the store refused.</summary>
    public int RefusedEnds => refused;
    public int LeasesLost => leasesLost;

    public static async Task<DrillNode> Start(Launcher launcher, NodeStart start, CancellationToken cancellation)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!, start.Arguments(LogOf(start.Folder, start.Name)))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = start.Folder,
        };
        foreach (string name in info.Environment.Keys.Where(name => name.StartsWith("BELFRY_", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);
        }

        foreach (var (name, value) in start.Variables)
        {
            info.Environment[name] = value;
        }

        var node = new DrillNode(await launcher.Start(info), start.Name, start.Folder);
        try
        {
            node.Address = await node.listening.Task.WaitAsync(Patience, cancellation);
            return node;
        }
        catch (TimeoutException late)
        {
            await node.DisposeAsync();
            throw new Failure(Exit.Failed, $"{node.Name} does not listen after {Patience.TotalSeconds:0} s: {node.lastLine}", inner: late);
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyList<Execution> Executions(DrillClock clock) => File.Exists(log) ? WorkLog.Read(log, Name, clock) : [];

    public IEnumerable<Stall> Stalls(DrillClock clock) => File.Exists(log) ? WorkLog.ReadStalls(log, Name, clock) : [];

    public async Task Kill()
    {
        process.Kill();
        await Exited;
    }

    public void Stop() => Signal(Signals.Stop);

    public void Continue() => Signal(Signals.Continue);

    /// <summary>Asks it to end, as a service manager does, and waits until it has.</summary>
    public async Task Drain()
    {
        Signal(Signals.Terminate);
        try
        {
            await Exited.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            await Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await Kill();
        }

        process.Dispose();
        await said.DisposeAsync();
    }

    private static string LogOf(string folder, string name) => Path.Combine(folder, $"{name}.log");

    private void Signal(int signal)
    {
        if (!process.HasExited)
        {
            _ = Libc.kill(process.Id, signal);
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
        {
            listening.TrySetException(new Failure(Exit.Failed, $"{Name} ended before it listened: {lastLine}"));
        }
        else if (Uri.TryCreate(line, UriKind.Absolute, out var address))
        {
            listening.TrySetResult(address);
        }
    }

    private void Note(string? line)
    {
        if (line is null)
        {
            return;
        }

        lastLine = line;
        lock (said)
        {
            said.WriteLine(line);
        }

        switch (EventOf(line))
        {
            case EndRefused:
                Interlocked.Increment(ref refused);
                break;
            case LeaseLost:
                Interlocked.Increment(ref leasesLost);
                break;
        }
    }

    private static int EventOf(string line)
    {
        if (!line.StartsWith('{'))
        {
            return 0;
        }

        try
        {
            var entry = JsonElement.Parse(line);
            return entry.TryGetProperty("EventId", out var id) ? id.GetInt32() : 0;
        }
        catch (JsonException)
        {
            return 0;
        }
    }
}
