using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.JobFiles;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job edit</c>: with <c>--set</c>, or in the editor.</summary>
internal static class JobEdit
{
    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        var set = SetOption();
        return new Verb("edit", "Changes a job, in $EDITOR or with --set.", Run, name, set, flags.DryRun, flags.Reason)
        {
            Examples = ["belfry job edit nightly-report", "belfry job edit nightly-report --set timeout=1h --set retry.attempts=5"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var job = await call.GetJob(call.Get(name), cancellation);
            var stored = Comparison.Definition(job);
            var wanted = call.Get(set) is { Length: > 0 } pairs ? Patched(stored, pairs) : Edited(call, stored);
            var difference = JobDifference.Of(new JobEntry(wanted, "", SaysEnabled: true), stored);
            DifferenceReport.Show(call, [difference]);
            if (difference.Kind == JobChangeKind.Unchanged)
            {
                call.Terminal.Say("Nothing was changed.");
                return Exit.Done;
            }

            if (!call.DryRun)
            {
                // The version that was shown: what somebody else changed meanwhile is not overwritten.
                string version = $"\"{job.At("version").AsText()}\"";
                await call.Api.Send(HttpMethod.Put, Route.Job(stored.Name), JsonNode.Parse(JobJson.Write(wanted)), version, cancellation);
                call.Terminal.Say($"✓ {stored.Name} changed");
            }

            return Exit.Done;
        }
    }

    public static Option<string[]> SetOption() => new("--set")
    {
        HelpName = "FIELD=VALUE",
        Description = "One field as in a job file, such as retry.attempts=5; an empty value is the default. May be repeated.",
    };

    public static void Set(JsonObject definition, string[]? pairs)
    {
        foreach (string pair in pairs ?? [])
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new Failure(Exit.Usage, $"--set takes FIELD=VALUE, not '{pair}'.");
            }

            Set(definition, pair[..equals].Split('.'), YamlDocument.Parse(pair[(equals + 1)..], $"--set {pair[..equals]}").Root);
        }
    }

    private static void Set(JsonObject parent, string[] path, JsonNode? value)
    {
        foreach (string name in path[..^1])
        {
            if (parent[name] is not JsonObject inner)
            {
                parent[name] = inner = [];
            }

            parent = inner;
        }

        if (value is null)
        {
            parent.Remove(path[^1]);
        }
        else
        {
            parent[path[^1]] = value;
        }
    }

    private static JobDefinition Patched(JobDefinition stored, string[] pairs)
    {
        var definition = JsonNode.Parse(JobJson.Write(stored))!.AsObject();
        Set(definition, pairs);
        return Valid(JobJson.TryRead(definition), problem => problem.ToString());
    }

    private static JobDefinition Edited(Invocation call, JobDefinition stored)
    {
        if (!call.Terminal.CanAsk)
        {
            throw new Failure(Exit.Usage, "there is no terminal to edit in.", next: "Change fields with --set FIELD=VALUE, or apply a file.");
        }

        string file = Path.Combine(Path.GetTempPath(), $"belfry-{Guid.NewGuid():N}.yaml");
        try
        {
            using (var writer = File.CreateText(file))
            {
                YamlWriter.Write(writer, JsonElement.Parse(JobJson.Write(stored)));
            }

            OpenEditor(file);
            var document = YamlDocument.Parse(File.ReadAllText(file), stored.Name);
            return Valid(JobJson.TryRead(document.Root), problem => $"line {document.LineOf(problem.Path)}: {problem}");
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static JobDefinition Valid(JobReading reading, Func<JobProblem, string> show) => reading.Definition ?? throw new Failure(
        Exit.Usage, "the job cannot be like that:", "Nothing was changed.")
    {
        Details = [.. reading.Problems.Select(show)],
    };

    private static void OpenEditor(string file)
    {
        string editor = Environment.GetEnvironmentVariable("VISUAL") ?? Environment.GetEnvironmentVariable("EDITOR") ?? "vi";
        // The variable may hold a program with flags, which the shell splits as the person who set it meant.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"{editor} \"$1\"", "sh", file]));
        process!.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new Failure(Exit.Failed, $"the editor ({editor}) ended with {process.ExitCode}; nothing was changed.");
        }
    }
}
