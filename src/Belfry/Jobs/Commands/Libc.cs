using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

// Linux' own names, values and layouts; the same for glibc and musl, x86 and ARM.
[SupportedOSPlatform("linux")]
internal static unsafe partial class Libc
{
    public const int CloseOnExec = 0x80000;             // O_CLOEXEC
    public const int NoHang = 1;                        // WNOHANG
    public const int OnlyExited = 4;                    // WEXITED
    public const int LeaveWaitable = 0x0100_0000;       // WNOWAIT
    public const int ByPid = 1;                         // P_PID
    public const int Interrupted = 4;                   // EINTR
    private const int NoSuchProcess = 3;                // ESRCH

    public const nint DefaultAction = 0;                // SIG_DFL

    public const short SpawnSetSignalDefaults = 0x04;   // POSIX_SPAWN_SETSIGDEF
    public const short SpawnSetSignalMask = 0x08;       // POSIX_SPAWN_SETSIGMASK
    public const short SpawnSetSession = 0x80;          // POSIX_SPAWN_SETSID

    private const string Library = "libc";

    [StructLayout(LayoutKind.Sequential)]
    public struct ResourceUsage
    {
        public nint UserSeconds;
        public nint UserMicroseconds;
        public nint SystemSeconds;
        public nint SystemMicroseconds;
        public nint PeakKibibytes;
        private fixed long unused[16];
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    // Nothing is sent; a process that we may not signal is there all the same.
    public static bool IsNobody(int pid) => pid > 0 && kill(pid, 0) != 0 && Marshal.GetLastPInvokeError() == NoSuchProcess;

    [LibraryImport(Library)]
    public static partial int getppid();

    [LibraryImport(Library, SetLastError = true)]
    public static partial int prctl(int option, nint value);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int wait4(int pid, out int status, int options, out ResourceUsage usage);

    // siginfo_t is 128 bytes; the first four say which signal, and are 0 when WNOHANG found nothing.
    [LibraryImport(Library, SetLastError = true)]
    public static partial int waitid(int kind, int pid, int* signalInfo, int options);

    [LibraryImport(Library)]
    public static partial nint signal(int signal, nint action);

    [LibraryImport(Library)]
    public static partial int sigemptyset(byte* set);

    [LibraryImport(Library)]
    public static partial int sigfillset(byte* set);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawnp(
        out int pid, string program, byte* actions, byte* attributes, string?[] arguments, string?[] environment);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_init(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_destroy(byte* attributes);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setflags(byte* attributes, short flags);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigmask(byte* attributes, byte* set);

    [LibraryImport(Library)]
    public static partial int posix_spawnattr_setsigdefault(byte* attributes, byte* set);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_init(byte* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_destroy(byte* actions);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addopen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(byte* actions, int from, int to);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int posix_spawn_file_actions_addchdir_np(byte* actions, string path);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addclosefrom_np(byte* actions, int from);
}
