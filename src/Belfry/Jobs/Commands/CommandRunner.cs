using System.Buffers;
using System.Text;

namespace Belfry.Jobs.Commands;

internal sealed class CommandRunner(TimeProvider time)
{
    private const int BufferBytes = 64 * 1024;

    // Between two yields: a command that always has more to say must not keep a pool thread to itself.
    private const int ReadsAtATime = 16;

    // How long a process left behind may hold the pipes of a command that has ended.
    public TimeSpan DrainGrace { get; init; } = TimeSpan.FromSeconds(1);

    public bool Portable { get; init; } = !(OperatingSystem.IsLinux() && SpawnedProcess.IsSupported);

    public async Task<CommandResult> RunAsync(
        CommandSpec spec,
        IReadOnlyDictionary<string, string> belfryVariables,
        IOutputSink output,
        TimeSpan killGrace,
        CancellationToken cancel)
    {
        if (cancel.IsCancellationRequested)
        {
            return CommandResult.NotStarted("cancelled before it started");
        }
        if (spec.Problems() is [var problem, ..])
        {
            return CommandResult.NotStarted(problem.ToString());
        }
        ICommandProcess process;
        try
        {
            process = Start(spec, CommandVariables.ForChild(spec, belfryVariables));
        }
        catch (CommandNotStartedException notStarted)
        {
            return CommandResult.NotStarted(notStarted.Message);
        }
        using (process)
        {
            using var stop = new CancellationTokenSource();
            var pumps = Task.WhenAll(
                FeedAsync(process.Stdin, spec.Stdin, stop.Token),
                DrainAsync(process.Stdout, OutputStream.Stdout, output, stop.Token),
                DrainAsync(process.Stderr, OutputStream.Stderr, output, stop.Token));
            bool killed = await EndedByCancelAsync(process, killGrace, cancel);
            var exit = process.Reap();
            await FinishAsync(pumps, stop);
            return CommandResult.Of(exit, spec, killed);
        }
    }

    private ICommandProcess Start(CommandSpec spec, Dictionary<string, string> environment)
    {
        if (spec.WorkingDirectory is { } directory && !Directory.Exists(directory))
        {
            throw new CommandNotStartedException(
                $"run.workdir: there is no folder {directory} on this node; create it, or correct the path.");
        }
        return OperatingSystem.IsLinux() && !Portable
            ? SpawnedProcess.Start(spec, environment, time)
            : PortableProcess.Start(spec, environment);
    }

    private static async Task<bool> EndedByCancelAsync(ICommandProcess process, TimeSpan grace, CancellationToken cancel)
    {
        try
        {
            await process.Exited.WaitAsync(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
        }
        if (process.Exited.IsCompleted)
        {
            return false;
        }
        await process.EndAsync(grace);
        return true;
    }

    private async Task FinishAsync(Task pumps, CancellationTokenSource stop)
    {
        try
        {
            await pumps.WaitAsync(DrainGrace, time);
            return;
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
        }
        try
        {
            await pumps.WaitAsync(DrainGrace, time);
        }
        catch (TimeoutException)
        {
            // Not every pipe of Windows lets go of a read: the reader is left to end by itself.
        }
    }

    private static async Task FeedAsync(Stream? pipe, string? text, CancellationToken stop)
    {
        if (pipe is null || text is null)
        {
            return;
        }
        try
        {
            await using (pipe)
            {
                await pipe.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A command need not read its input to the end.
        }
    }

    private static async Task DrainAsync(Stream pipe, OutputStream stream, IOutputSink output, CancellationToken stop)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            // Closed on the way out, whatever happens: a command that nobody reads must not stand on a full pipe.
            await using (pipe)
            {
                for (int reads = 0, count = 1; count > 0; reads++)
                {
                    if (reads % ReadsAtATime == 0)
                    {
                        await Task.Yield();
                    }
                    count = await pipe.ReadAsync(buffer.AsMemory(0, BufferBytes), stop);
                    if (count > 0)
                    {
                        output.Write(stream, buffer.AsSpan(0, count));
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
