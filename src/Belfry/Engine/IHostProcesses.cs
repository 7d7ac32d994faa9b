using Belfry.Storage;

namespace Belfry.Engine;

/// <summary>What one process can know of another on the same host.</summary>
internal interface IHostProcesses
{
    /// <summary>This process.</summary>
    ProcessIdentity Self { get; }

    /// <summary>True only when the process has certainly ended; one that nobody can see into counts as alive.</summary>
    bool IsGone(ProcessIdentity process);
}
