using System.ComponentModel;

namespace Belfry.Jobs.Commands;

internal sealed class CommandNotStartedException(string message) : Exception(message);

internal static class StartFailure
{
    private const int NotFound = 2;         // ENOENT, and ERROR_FILE_NOT_FOUND of Windows
    private const int TooLong = 7;          // E2BIG
    private const int NotAProgram = 8;      // ENOEXEC
    private const int TryAgain = 11;        // EAGAIN
    private const int NoMemory = 12;        // ENOMEM
    private const int NoAccess = 13;        // EACCES

    public static CommandNotStartedException Explain(int error, CommandSpec spec)
    {
        string program = spec.Command[0];
        return new($"run.command: cannot start {program}: " + error switch
        {
            NotFound when !HasFolder(program) =>
                $"no program of this name in the server's PATH ({Environment.GetEnvironmentVariable("PATH")}); "
                + "install it on this node, or write its full path.",
            NotFound when File.Exists(ProgramOf(spec)) =>
                "it is there, but the interpreter its first line (or its header) names is not; install that on this node.",
            NotFound => $"there is no {ProgramOf(spec)} on this node; install it, or correct the path.",
            NoAccess => "this node's user may not execute it; make it executable (chmod +x), and its folder and the working folder accessible.",
            NotAProgram => "it is neither a program for this machine nor a script; scripts need a first line such as #!/bin/sh.",
            TooLong => "its arguments and variables together are too long for the system; pass large values on stdin or in a file.",
            TryAgain or NoMemory => "the system has no room for another process; raise the limits of this node, or lower its slots.",
            _ => $"{new Win32Exception(error).Message} (error {error}).",
        });
    }

    // A name with a folder in it counts from the working folder, a bare one is left to PATH.
    public static string ProgramOf(CommandSpec spec) => HasFolder(spec.Command[0])
        ? Path.GetFullPath(spec.Command[0], Path.GetFullPath(spec.WorkingDirectory ?? "."))
        : spec.Command[0];

    private static bool HasFolder(string program) => program.AsSpan().ContainsAny('/', Path.DirectorySeparatorChar);
}
