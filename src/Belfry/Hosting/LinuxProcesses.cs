using System.Runtime.Versioning;
using Belfry.Engine;
using Belfry.Jobs.Commands;
using ProcessIdentity = Belfry.Storage.ProcessIdentity;

namespace Belfry.Hosting;

/// <summary>Processes as <c>/proc</c> shows them (proc(5)).</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxProcesses : IHostProcesses
{
    private LinuxProcesses(ProcessIdentity self) => Self = self;

    public ProcessIdentity Self { get; }

    /// <summary>Null where this kernel or container does not tell.</summary>
    public static LinuxProcesses? Find()
    {
        try
        {
            // A process id means something within one boot and one name space only.
            var boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            var space = new FileInfo("/proc/self/ns/pid").LinkTarget;
            return space is not null && ProcessTable.Find(Environment.ProcessId) is { } self
                ? new LinuxProcesses(new ProcessIdentity($"{boot} {space}", self.Pid, self.Identity.Started))
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or FormatException)
        {
            return null;
        }
    }

    public bool IsGone(ProcessIdentity process) => ProcessTable.Find(process.ProcessId) is { } found
        ? found.IsDead || found.Identity.Started != process.StartTime

        // With /proc mounted so that other users' processes are hidden, a missing entry proves nothing; the kernel knows.
        : Libc.IsNobody(process.ProcessId);
}
