using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Belfry.System.Tests;

/// <summary>A server process on a port of its own, in a folder that is gone afterwards.</summary>
public sealed partial class RunningServer : IAsyncDisposable
{
    public const string Key = "0123456789abcdef-key";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static readonly HttpClient Http = new();

    private readonly Process process;
    private readonly StringBuilder said = new();
    private readonly TaskCompletionSource<string> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly bool ownsFolder;

    private RunningServer(
        string folder, bool ownsFolder, string[] arguments, IReadOnlyDictionary<string, string>? variables = null, string[]? through = null)
    {
        (Folder, this.ownsFolder) = (folder, ownsFolder);
        var all = new Dictionary<string, string>(Variables);
        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        process = Executable.Start([.. arguments, "--urls", "http://127.0.0.1:0"], all, folder, through);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginErrorReadLine();
    }

    [GeneratedRegex(@"(?:runs at|listens on) (http://127\.0\.0\.1:[0-9]+)")]
    private static partial Regex Address();

    public string Folder { get; }
    public string Url { get; private set; } = "";
    public int ProcessId => process.Id;

    /// <summary>Where the server leaves its key file.</summary>
    public string StateFolder => Path.Combine(Folder, "state", "belfry");

    public string Said
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    private Dictionary<string, string> Variables => new() { ["BELFRY_ADMIN_KEY"] = Key, ["XDG_STATE_HOME"] = Path.Combine(Folder, "state") };

    public static Task<RunningServer> Start(params string[] arguments) =>
        Listening(new RunningServer(Directory.CreateTempSubdirectory("belfry-system-").FullName, ownsFolder: true, arguments));

    /// <summary>In a folder that outlives it, such as one with a store that other servers have used.</summary>
    public static Task<RunningServer> StartIn(string folder, params string[] arguments) =>
        Listening(new RunningServer(folder, ownsFolder: false, arguments));

    /// <summary>The same before it listens: <see cref="Listens"/> waits for that.</summary>
    public static RunningServer Launch(string folder, params string[] arguments) => new(folder, ownsFolder: false, arguments);

    /// <summary>In a folder that outlives it, with variables of its own, or through a command that becomes the server.</summary>
    public static Task<RunningServer> StartIn(
        string folder, IReadOnlyDictionary<string, string> variables, string[]? through, params string[] arguments) =>
        Listening(new RunningServer(folder, ownsFolder: false, arguments, variables, through));

    /// <summary>Reads from its API, which takes no process of its own as <see cref="Run(string[])"/> does.</summary>
    /// <param name="path">Below the API's base, such as <c>/jobs</c>.</param>
    public async Task<JsonElement> Get(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Url}/api/v1{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        using var answer = await Http.SendAsync(request);
        string body = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonElement.Parse(body) : throw new HttpRequestException(body, null, answer.StatusCode);
    }

    internal Task<Ended> Run(params string[] arguments) => Run(arguments, null);

    internal Task<Ended> Run(string[] arguments, string? input) => Executable.Run(
        arguments, input, new Dictionary<string, string>(Variables) { ["BELFRY_SERVER"] = Url }, Folder);

    /// <summary>A line as a person types it in the server's folder, <c>belfry</c> being this program; what it prints, errors among it.</summary>
    internal async Task<string> Shell(string line)
    {
        var variables = new Dictionary<string, string>(Variables) { ["BELFRY_SERVER"] = Url, ["BELFRY_KEY"] = Key, ["COLUMNS"] = "200" };
        string script =
            $$"""
            exec 2>&1
            belfry() { '{{Executable.Path}}' "$@"; }
            {{line}}
            """;
        return (await Executable.Shell(script, variables, Folder)).Out;
    }

    /// <summary>kill -9, of the server alone: what it started lives on.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Stops the process where it stands, or lets it go on.</summary>
    public async Task Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Asks the server to end, as a service manager does, and waits for it.</summary>
    public async Task<int> Stop()
    {
        await Signal("TERM");
        using var late = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(late.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
        if (ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    public async Task Listens() => Url = await listening.Task.WaitAsync(Patience);

    private static async Task<RunningServer> Listening(RunningServer server)
    {
        await server.Listens();
        return server;
    }

    private void Hear(string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }

        if (line is null)
        {
            listening.TrySetException(new InvalidOperationException($"The server ended: {Said}"));
        }
        else if (Address().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(match.Groups[1].Value);
        }
    }
}
