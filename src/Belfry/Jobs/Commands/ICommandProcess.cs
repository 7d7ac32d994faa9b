namespace Belfry.Jobs.Commands;

internal interface ICommandProcess : IDisposable
{
    // null where the command has no input.
    Stream? Stdin { get; }

    Stream Stdout { get; }

    Stream Stderr { get; }

    // The process that was started has ended; others it started may live on and hold the pipes.
    Task Exited { get; }

    // Ends everything the command started; when it completes, nothing is left and Exited is complete.
    Task EndAsync(TimeSpan grace);

    // Once, after Exited.
    CommandExit Reap();
}

internal readonly record struct CommandExit(int? Code, int? Signal, long PeakMemoryBytes, TimeSpan CpuTime);
