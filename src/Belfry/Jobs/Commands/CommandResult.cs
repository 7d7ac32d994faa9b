namespace Belfry.Jobs.Commands;

// ExitCode and Signal are both null only when the command never started. Killed: it was still running when the cancellation came.
internal sealed record CommandResult(
    int? ExitCode, int? Signal, bool Succeeded, bool Killed, long PeakMemoryBytes, TimeSpan CpuTime, string? Error)
{
    public static CommandResult NotStarted(string why) => new(null, null, false, false, 0, TimeSpan.Zero, why);

    public static CommandResult Of(CommandExit exit, CommandSpec spec, bool killed)
    {
        string? error = killed ? ExitVerdict.Cancelled(exit) : ExitVerdict.Failure(exit, spec.Success);
        return new(exit.Code, exit.Signal, error is null, killed, exit.PeakMemoryBytes, exit.CpuTime, error);
    }
}
