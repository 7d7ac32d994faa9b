using Belfry.Jobs.Commands;

namespace Belfry.Server.Drill.Nodes;

/// <summary>A drill's nodes end with the drill, however it ends: the kernel kills them, a stopped one too.</summary>
internal static class ParentDeath
{
    private const int SetParentDeathSignal = 1;     // PR_SET_PDEATHSIG

    /// <summary>
    /// Of the thread that started this process: the drill starts its nodes from one that lives as long as it does.
    /// </summary>
    public static void Follow(int parent)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        _ = Libc.prctl(SetParentDeathSignal, Signals.Kill);

        // It may have died before the kernel was asked.
        if (Libc.getppid() != parent)
        {
            Environment.Exit(1);
        }
    }
}
