using System.Diagnostics;
using System.Text;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Sqlite;
using Belfry.Storage;

namespace Belfry.Samples.Tests;

/// <summary>A sample as a user starts it, and its store, which this process shares with it.</summary>
internal sealed class SampleProcess : IAsyncDisposable
{
    // Only a test that fails waits that long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly SqliteStore store;

    private SampleProcess(Process process, SqliteStore store)
    {
        (this.process, this.store) = (process, store);
        Jobs = new JobControl(store, new Chance(1));
    }

    public JobControl Jobs { get; }

    /// <summary>Starts <c>dotnet SAMPLE.dll</c> in a folder of its own; the store is <c>belfry.db</c> there.</summary>
    public static async Task<SampleProcess> Start(string sample, Folder folder, params string[] arguments)
    {
        var store = SqliteStore.Open(folder.File("belfry.db"), TimeProvider.System);
        await store.Migrate(CancellationToken.None);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var running = new SampleProcess(new Process { StartInfo = start }, store);
        running.process.OutputDataReceived += running.Hear;
        running.process.ErrorDataReceived += running.Hear;
        running.process.Start();
        running.process.BeginOutputReadLine();
        running.process.BeginErrorReadLine();
        return running;
    }

    /// <summary>Runs a job now and waits for its end.</summary>
    public async Task<RunRecord> Run(string job)
    {
        await Until(async () => await store.Jobs.Get(job, CancellationToken.None) is not null, $"{job} is not in the store");
        var made = await Jobs.RunNow(job, new RunRequest(), CancellationToken.None);
        RunRecord? run = null;
        await Until(
            async () =>
            {
                run = await store.Queries.Run(made.Id.ToString("n"), CancellationToken.None);
                return run?.FinishedAt is not null;
            },
            $"{job} has not ended");
        return run!;
    }

    public async Task<string> OutputOf(RunRecord run) =>
        await store.Queries.Output(run.Id, null, 0, 100_000, CancellationToken.None) is { } text
            ? Encoding.UTF8.GetString(text.Bytes.Span)
            : "";

    /// <summary>Asks it to end as a service manager would, and answers its exit code.</summary>
    public async Task<int> Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
        await store.DisposeAsync();
    }

    private async Task Until(Func<Task<bool>> holds, string otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                throw new TimeoutException($"{otherwise}. What the sample said:\n{output}");
            }

            await Task.Delay(50);
        }
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    }
}
