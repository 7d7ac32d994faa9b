using System.ComponentModel;
using System.Diagnostics;

namespace Belfry.Jobs.Commands;

// For systems without the Linux one. It promises less: no grace when it ends a command, no end for those that have left its
// process tree, no signal, no peak of memory.
internal sealed class PortableProcess : ICommandProcess
{
    private readonly Process process;

    private PortableProcess(Process process)
    {
        this.process = process;
        Exited = process.WaitForExitAsync();
    }

    public Stream? Stdin => process.StandardInput.BaseStream;

    public Stream Stdout => process.StandardOutput.BaseStream;

    public Stream Stderr => process.StandardError.BaseStream;

    public Task Exited { get; }

    public static PortableProcess Start(CommandSpec spec, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(StartFailure.ProgramOf(spec), spec.Command.Skip(1))
        {
            WorkingDirectory = spec.WorkingDirectory ?? "",
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }
        try
        {
            var process = Process.Start(start)!;
            if (spec.Stdin is null)
            {
                process.StandardInput.Close();
            }
            return new PortableProcess(process);
        }
        catch (Win32Exception e)
        {
            throw StartFailure.Explain(e.NativeErrorCode, spec);
        }
    }

    public async Task EndAsync(TimeSpan grace)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (AggregateException)
        {
            // Some descendants belong to somebody else and refuse; the rest is dead.
        }
        await Exited;
    }

    public CommandExit Reap() => new(process.ExitCode, null, 0, CpuTime());

    public void Dispose() => process.Dispose();

    private TimeSpan CpuTime()
    {
        try
        {
            return process.TotalProcessorTime;
        }
        catch (InvalidOperationException)
        {
            return TimeSpan.Zero;   // only Windows still knows it after the exit
        }
    }
}
