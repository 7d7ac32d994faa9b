using System.Diagnostics;
using System.Reflection;

namespace Belfry.System.Tests;

internal sealed record Ended(int Code, string Out, string Error);

/// <summary>The program itself, started as a process in an empty folder and without a terminal.</summary>
internal static class Executable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Path { get; } = typeof(Executable).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Executable").Value!;

    public static Task<Ended> Run(params string[] arguments) => Run(arguments, null);

    public static Task<Ended> Run(
        string[] arguments, string? input, IReadOnlyDictionary<string, string>? variables = null, string? folder = null, TimeSpan? patience = null) =>
        EndOf(Start(arguments, variables, folder), input, patience ?? Patience);

    /// <summary>A script of bash.</summary>
    public static Task<Ended> Shell(string script, IReadOnlyDictionary<string, string> variables, string folder) =>
        EndOf(Launch(["bash", "-c", script], variables, folder), null, Patience);

    private static async Task<Ended> EndOf(Process started, string? input, TimeSpan patience)
    {
        using var process = started;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', process.StartInfo.ArgumentList.Prepend(process.StartInfo.FileName))} did not end.");
        }

        return new Ended(process.ExitCode, await output, await error);
    }

    /// <param name="through">A command that becomes the program, such as one that gives it a small disk.</param>
    public static Process Start(
        string[] arguments, IReadOnlyDictionary<string, string>? variables, string? folder, string[]? through = null) =>
        Launch([.. through ?? [], Path, .. arguments], variables, folder);

    private static Process Launch(string[] line, IReadOnlyDictionary<string, string>? variables, string? folder)
    {
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? global::System.IO.Path.GetTempPath(),
        };

        // What the machine happens to set must not decide what is tested.
        foreach (string name in start.Environment.Keys.Where(IsOurs).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static bool IsOurs(string name) =>
        name.StartsWith("BELFRY_", StringComparison.Ordinal) || name.StartsWith("REDIS_", StringComparison.Ordinal) || name is "NO_COLOR" or "CLICOLOR_FORCE";
}
