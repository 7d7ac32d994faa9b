using System.Diagnostics;

namespace Belfry.TestServers;

/// <summary>Starts programs for the tests; some refuse to run as root.</summary>
internal static class ServerProcess
{
    // The shell stands between: when the tests end, however they end, its standard input closes and it kills the server.
    // (A parent-death signal would come when the thread that started the server ends.)
    private const string Guard =
        """
        exec 3<&0
        "$@" </dev/null 3<&- &
        server=$!
        { cat <&3; kill -9 $server; } >/dev/null 2>&1 &
        wait $server
        """;

    /// <summary>Starts a server that ends with the tests, also when they are killed.</summary>
    /// <param name="user">Null runs as whoever runs the tests.</param>
    public static Process Start(string? user, string program, params string[] arguments) =>
        Launch("sh", ["-c", Guard, "sh", .. AsUser(user), program, .. arguments]);

    public static void Run(string? user, string program, params string[] arguments)
    {
        string[] all = [.. AsUser(user), program, .. arguments];
        using var process = Launch(all[0], all[1..]);
        process.StandardInput.Close();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
        }
    }

    /// <summary>Signals a server that was started here, not the shell that guards it.</summary>
    public static void Signal(Process guard, string signal) =>
        Run(null, "sh", "-c", $"kill -{signal} $(ps -o pid= --ppid {guard.Id} | head -1)");

    private static Process Launch(string program, string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static string[] AsUser(string? user) =>
        user is null || !Environment.IsPrivilegedProcess ? [] : ["setpriv", "--reuid", user, "--regid", user, "--init-groups"];
}
