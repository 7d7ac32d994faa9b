using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

// posix_spawn(3): unlike fork, it neither copies the server's page tables nor runs managed code in the child.
[SupportedOSPlatform("linux")]
internal static unsafe class PosixSpawn
{
    private const int RoomBytes = 512;  // the attributes take 336 bytes, the file actions 80, a signal set 128

    // glibc has it since 2.29; older systems take the portable way.
    public static bool IsSupported { get; } = Has("posix_spawn_file_actions_addchdir_np");

    // glibc has it since 2.34, musl not yet. Without it the child still sees only what was opened without O_CLOEXEC.
    private static bool CanCloseOthers { get; } = Has("posix_spawn_file_actions_addclosefrom_np");

    // Answers the error number, 0 for none. The child leads a session and group of its own.
    public static int Start(
        CommandSpec spec, IReadOnlyDictionary<string, string> environment, int? stdin, int stdout, int stderr, out int pid)
    {
        byte* actions = stackalloc byte[RoomBytes];
        byte* attributes = stackalloc byte[RoomBytes];
        Libc.posix_spawn_file_actions_init(actions);
        Libc.posix_spawnattr_init(attributes);
        try
        {
            SetFiles(actions, stdin, stdout, stderr);
            if (spec.WorkingDirectory is { } directory)
            {
                Libc.posix_spawn_file_actions_addchdir_np(actions, directory);
            }
            SetSignals(attributes);
            // The closing null is the end mark that execve wants.
            string?[] arguments = [.. spec.Command, null];
            string?[] variables = [.. environment.Select(variable => $"{variable.Key}={variable.Value}"), null];
            return Libc.posix_spawnp(out pid, spec.Command[0], actions, attributes, arguments, variables);
        }
        finally
        {
            Libc.posix_spawnattr_destroy(attributes);
            Libc.posix_spawn_file_actions_destroy(actions);
        }
    }

    private static void SetFiles(byte* actions, int? stdin, int stdout, int stderr)
    {
        if (stdin is { } input)
        {
            Libc.posix_spawn_file_actions_adddup2(actions, input, 0);
        }
        else
        {
            Libc.posix_spawn_file_actions_addopen(actions, 0, "/dev/null", 0, 0);
        }
        Libc.posix_spawn_file_actions_adddup2(actions, stdout, 1);
        Libc.posix_spawn_file_actions_adddup2(actions, stderr, 2);
        if (CanCloseOthers)
        {
            Libc.posix_spawn_file_actions_addclosefrom_np(actions, 3);
        }
    }

    // .NET ignores SIGPIPE, and what is ignored or blocked stays so across exec: `yes | head` would never end.
    private static void SetSignals(byte* attributes)
    {
        byte* signals = stackalloc byte[RoomBytes];
        Libc.sigemptyset(signals);
        Libc.posix_spawnattr_setsigmask(attributes, signals);
        Libc.sigfillset(signals);
        Libc.posix_spawnattr_setsigdefault(attributes, signals);
        Libc.posix_spawnattr_setflags(
            attributes, Libc.SpawnSetSession | Libc.SpawnSetSignalMask | Libc.SpawnSetSignalDefaults);
    }

    private static bool Has(string function) =>
        NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), function, out _);
}
