using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

[SupportedOSPlatform("linux")]
internal sealed class SpawnedProcess : ICommandProcess
{
    private readonly TaskCompletionSource exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource watching = new();
    private readonly ChildPipe?[] pipes;

    // Stays ours until Reap: a child that was not waited for keeps its pid, and thereby the id of its group and session.
    private readonly int pid;
    private readonly IReadOnlyList<string> marks;
    private readonly TimeProvider time;
    private readonly PeakMemory memory;
    private readonly PosixSignalRegistration childEnded;

    private SpawnedProcess(int pid, ChildPipe?[] pipes, IReadOnlyList<string> marks, PeakMemory memory, TimeProvider time)
    {
        this.pid = pid;
        this.pipes = pipes;
        this.marks = marks;
        this.memory = memory;
        this.time = time;
        // The signal says only that some child has ended, and several may share one; each of us looks for its own.
        childEnded = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => LookForExit());
        LookForExit();  // it may have ended before anybody listened
        _ = memory.WatchAsync(time, watching.Token);
    }

    public static bool IsSupported => PosixSpawn.IsSupported;

    public Stream? Stdin => pipes[0]?.Ours;

    public Stream Stdout => pipes[1]!.Ours;

    public Stream Stderr => pipes[2]!.Ours;

    public Task Exited => exited.Task;

    public static SpawnedProcess Start(CommandSpec spec, Dictionary<string, string> environment, TimeProvider time)
    {
        ChildSignal.StopIgnoring();
        var pipes = new ChildPipe?[3];
        try
        {
            pipes[0] = spec.Stdin is null ? null : new ChildPipe(PipeDirection.Out);
            pipes[1] = new ChildPipe(PipeDirection.In);
            pipes[2] = new ChildPipe(PipeDirection.In);
            int error = PosixSpawn.Start(
                spec, environment, pipes[0]?.Theirs, pipes[1]!.Theirs, pipes[2]!.Theirs, out int pid);
            if (error != 0)
            {
                throw StartFailure.Explain(error, spec);
            }
            Array.ForEach(pipes, pipe => pipe?.CloseTheirs());
            return new SpawnedProcess(pid, pipes, CommandVariables.MarksOf(environment), new PeakMemory(pid), time);
        }
        catch (CommandNotStartedException)
        {
            Array.ForEach(pipes, pipe => pipe?.Dispose());
            throw;
        }
    }

    public async Task EndAsync(TimeSpan grace)
    {
        await new ProcessFamily(marks, leader: pid).EndAsync(grace, time, CancellationToken.None);
        // For what the process table does not show, such as a main thread that ended before the others.
        Libc.kill(-pid, Signals.Kill);
        await Exited;
    }

    public CommandExit Reap()
    {
        int reaped, status;
        Libc.ResourceUsage usage;
        do
        {
            reaped = Libc.wait4(pid, out status, 0, out usage);
        }
        while (reaped < 0 && Marshal.GetLastPInvokeError() == Libc.Interrupted);
        if (reaped != pid)
        {
            return default;
        }
        int signal = status & 0x7f;     // WTERMSIG; 0 where it exited by itself
        var cpu = TimeSpan.FromSeconds(usage.UserSeconds + usage.SystemSeconds)
            + TimeSpan.FromMicroseconds(usage.UserMicroseconds + usage.SystemMicroseconds);
        return new CommandExit(
            signal == 0 ? (status >> 8) & 0xff : null, signal == 0 ? null : signal, memory.Of(usage.PeakKibibytes * 1024), cpu);
    }

    public void Dispose()
    {
        childEnded.Dispose();
        watching.Cancel();
        watching.Dispose();
        Array.ForEach(pipes, pipe => pipe?.Dispose());
    }

    // Looks without reaping. An error means that nothing is left to wait for.
    private unsafe void LookForExit()
    {
        int* signalInfo = stackalloc int[32];
        signalInfo[0] = 0;
        int answer = Libc.waitid(Libc.ByPid, pid, signalInfo, Libc.OnlyExited | Libc.NoHang | Libc.LeaveWaitable);
        if (answer != 0 || signalInfo[0] != 0)
        {
            exited.TrySetResult();
        }
    }
}
