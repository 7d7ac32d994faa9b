using Belfry.Runs;

namespace Belfry.Jobs.Commands;

internal static class ExitVerdict
{
    private static readonly ExitCodeRange[] OnlyZero = [new(0)];

    // null: it succeeded.
    public static string? Failure(CommandExit exit, IReadOnlyList<ExitCodeRange>? success)
    {
        var good = success ?? OnlyZero;
        return exit switch
        {
            { Signal: int signal } => $"killed by {Signals.Name(signal)}{Hint(signal)}",
            { Code: int code } when good.Any(range => range.Contains(code)) => null,
            { Code: int code } => $"{ExitCodeText.Write(code)}{Meaning(code)}{Rule(success)}",
            _ => "ended, but another part of this process collected its exit code; do not ignore SIGCHLD where the server is started",
        };
    }

    public static string Cancelled(CommandExit exit) =>
        $"cancelled while it ran; {(exit.Signal is { } signal ? $"ended by {Signals.Name(signal)}" : $"it exited with code {exit.Code}")}";

    private static string Rule(IReadOnlyList<ExitCodeRange>? success) =>
        success is null ? "" : $"; success is {string.Join(", ", success)}";

    private static string Meaning(int code) => code switch
    {
        126 => " (a shell found the program but could not execute it)",
        127 => " (a shell did not find the program)",
        > 128 and <= 128 + Signals.LastStandard =>
            $" (128 + {code - 128}: a process it ran was killed by {Signals.Name(code - 128)}{Hint(code - 128)})",
        _ => "",
    };

    private static string Hint(int signal) => signal == Signals.Kill ? ", often by the kernel for want of memory" : "";
}
