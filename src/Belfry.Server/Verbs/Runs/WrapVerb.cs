using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.Verbs.Runs;

/// <summary>
/// <c>belfry wrap JOB -- CMD</c>: the command runs as if it were called by itself; its start and end are reported. Whatever
/// becomes of the reports, the command runs and its exit code is what counts. Where a schedule starts it on several machines at
/// once, one runs the command; the others say who has the tick, and end with 0.
/// </summary>
internal static class WrapVerb
{
    private const int NotFound = 127;
    private const int Terminated = 15;

    // With each report, unless --timeout says otherwise: the command matters more.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        var command = new Argument<string[]>("COMMAND") { Description = "Program and arguments, after --.", Arity = ArgumentArity.OneOrMore };
        var again = new Option<bool>("--again") { Description = "Runs the command though somebody else has the tick." };
        return new Verb("wrap", "Runs a command that something else schedules, and reports it.", Run, name, command, again, flags.Timeout)
        {
            Examples = ["belfry wrap nightly-backup -- /usr/local/bin/backup --all"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string job = call.Get(name);
            var patience = call.Get(flags.Timeout) ?? Patience;
            var owner = call.Get(again) ? null : new JsonObject { ["owner"] = Belfry.Hosting.NodeName.Default };
            var start = await Report(call, patience, job, "start", owner);
            if (start.At("taken").AsText() is { } taken)
            {
                call.Terminal.Say($"{job}: {taken}; --again runs the command all the same.");
                return Exit.Done;
            }

            bool started = start.ValueKind == JsonValueKind.Object;
            var watch = Stopwatch.StartNew();
            int code = await Execute(call, call.Get(command), cancellation);
            if (started)
            {
                var body = new JsonObject { ["exitCode"] = code, ["durationMs"] = watch.ElapsedMilliseconds };
                await Report(call, patience, job, code == 0 ? "success" : "fail", body);
            }

            return (Exit)code;
        }
    }

    /// <summary>The answer, or nothing when the report did not get through.</summary>
    private static async Task<JsonElement> Report(Invocation call, TimeSpan patience, string job, string what, JsonObject? body)
    {
        using var late = new CancellationTokenSource(patience);
        try
        {
            return await call.Api.Post($"/checkins/{Uri.EscapeDataString(job)}/{what}", body, late.Token);
        }
        catch (Exception e) when (e is Failure or OperationCanceledException)
        {
            call.Terminal.Warn($"the {what} of {job} was not reported: {(e is Failure ? e.Message : "the server did not answer in time.")}");
            return default;
        }
    }

    // Standard input and output are inherited: nothing stands between the command and whoever called it.
    private static async Task<int> Execute(Invocation call, string[] command, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]))!;
            await using var ending = cancellation.Register(() => Terminate(process));
            await process.WaitForExitAsync(CancellationToken.None);
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            call.Terminal.Error.WriteLine($"belfry: {command[0]} cannot be started: {e.Message}");
            return NotFound;
        }
    }

    // An interrupt from the keyboard reaches the command by itself; a request to this process alone is passed on.
    private static void Terminate(Process process)
    {
        if (process.HasExited)
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            _ = Belfry.Jobs.Commands.Libc.kill(process.Id, Terminated);
        }
        else
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
