using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Belfry.Samples.Tests;

/// <summary>A program of this build as a process: <c>dotnet NAME.dll</c>.</summary>
internal sealed class DotnetProgram : IAsyncDisposable
{
    /// <summary>The administrator's key of every server that a test starts.</summary>
    public const string Key = "a-key-for-these-tests";

    // Only a test that fails waits that long.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process = new();
    private readonly StringBuilder output = new();

    private DotnetProgram(string name, Folder folder, string[] arguments)
    {
        process.StartInfo = new ProcessStartInfo("dotnet", [Path.Combine(HomeOf(name), name + ".dll"), .. arguments])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["BELFRY_ADMIN_KEY"] = Key, ["BELFRY_KEY"] = Key },
        };
        process.OutputDataReceived += Hear;
        process.ErrorDataReceived += Hear;
    }

    public static DotnetProgram Start(string name, Folder folder, params string[] arguments)
    {
        var program = new DotnetProgram(name, folder, arguments);
        program.process.Start();
        program.process.BeginOutputReadLine();
        program.process.BeginErrorReadLine();
        return program;
    }

    /// <summary>Runs a program to its end, which must be a good one.</summary>
    public static async Task Run(string name, Folder folder, params string[] arguments)
    {
        await using var program = Start(name, folder, arguments);
        (await program.Ended()).ShouldBe(0, program.Output);
    }

    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Returns when something holds; throws when the program ends first.</summary>
    public async Task Until(Func<Task<bool>> holds, string otherwise)
    {
        var watch = Stopwatch.StartNew();
        while (!await holds())
        {
            if (process.HasExited || watch.Elapsed > Patience)
            {
                throw new TimeoutException($"{otherwise}. What the program said:\n{Output}");
            }

            await Task.Delay(50);
        }
    }

    /// <summary>Returns when an address answers well.</summary>
    public async Task Answers(string address)
    {
        using var client = new HttpClient();
        await Until(
            async () =>
            {
                try
                {
                    return (await client.GetAsync(address)).IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"{address} does not answer");
    }

    /// <summary>Asks it to end as a service manager would, and answers its exit code.</summary>
    public async Task<int> Stop()
    {
        using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        return await Ended();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    // The server is built for one platform and runs only beside that platform's native files; the samples' files are all here.
    private static string HomeOf(string name) => name != "Belfry.Server"
        ? AppContext.BaseDirectory
        : Path.GetDirectoryName(Directory.EnumerateFiles(
            Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../../src/Belfry.Server/bin", Configuration)),
            "Belfry.Server.dll",
            SearchOption.AllDirectories).First())!;

    private static string Configuration => new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    private async Task<int> Ended()
    {
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    private void Hear(object sender, DataReceivedEventArgs line)
    {
        lock (output)
        {
            output.AppendLine(line.Data);
        }
    }
}
