using System.Globalization;
using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

// Where whoever started the server ignored SIGCHLD, the server inherits that: the kernel throws away the exit codes of its
// children and tells nobody of their end, and the runtime, which respects what it finds ignored, would wait for ever.
[SupportedOSPlatform("linux")]
internal static class ChildSignal
{
    private const string IgnoredSignals = "SigIgn:";

    // Before a child is started. Resets only what is ignored, never a handler.
    public static void StopIgnoring()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(IgnoredSignals, StringComparison.Ordinal));
        ulong ignored = ulong.Parse(line.AsSpan(IgnoredSignals.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        if (((ignored >> (Signals.Child - 1)) & 1) == 1)
        {
            Libc.signal(Signals.Child, Libc.DefaultAction);
        }
    }
}
