namespace Belfry.Server.CommandLine;

/// <summary>What the program's exit code says. The numbers are a contract with scripts.</summary>
internal enum Exit
{
    Done = 0,
    Failed = 1,
    Usage = 2,
    NotFound = 3,
    NotAllowed = 4,
    Conflict = 5,
    RunFailed = 6,
    TimedOut = 7,
    Unreachable = 8,
    Differences = 10,
    Interrupted = 130,
}
