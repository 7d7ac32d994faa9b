using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Runs;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job run JOB</c>, also <c>belfry run JOB</c>: run now.</summary>
internal sealed class JobRun(CommonFlags flags)
{
    private readonly Option<string?> args = new("--args") { HelpName = "JSON", Description = "Arguments of the run, instead of the job's own; @FILE reads a file, - standard input." };
    private readonly Option<string[]> parameters = new("--param", "-p") { HelpName = "NAME=VALUE", Description = "One argument; may be repeated.", AllowMultipleArgumentsPerToken = false };
    private readonly Option<DateTimeOffset?> due = CommonFlags.Instant("--due", "The tick it stands for; now unless given.");

    public Verb Create()
    {
        var name = JobNames.Argument();
        return new Verb("run", "Runs a job now.", (call, cancellation) => Run(call, call.Get(name), cancellation), [name, .. Takes])
        {
            Examples = ["belfry job run nightly-report --wait", "belfry job run import -p day=2026-11-20 --wait --timeout 10m"],
        };
    }

    public IEnumerable<Option> Takes => [args, parameters, due, flags.DryRun, flags.Wait, flags.Timeout, flags.Reason];

    public async Task<Exit> Run(Invocation call, string job, CancellationToken cancellation)
    {
        var body = new JsonObject();
        if (Arguments(call) is { } given)
        {
            body["args"] = given;
        }

        if (call.Get(due) is { } tick)
        {
            body["due"] = InstantText.Write(tick);
        }

        if (call.DryRun)
        {
            body["dryRun"] = true;
        }

        if (call.Reason is { } reason)
        {
            body["reason"] = reason;
        }

        var answer = await call.About(job, () => call.Api.Post(Route.Job(job, "/runs"), body, cancellation), cancellation);
        return await RunStarted.Show(call, answer.At("id").AsText()!, call.Wait, cancellation);
    }

    private JsonNode? Arguments(Invocation call)
    {
        var given = call.Get(args) is { } text ? Parsed(Content(text)) : null;
        if (call.Get(parameters) is not { Length: > 0 } pairs)
        {
            return given;
        }

        if (given is not (null or JsonObject))
        {
            throw new Failure(Exit.Usage, "-p adds to an object, and --args is not one.");
        }

        var named = given as JsonObject ?? [];
        foreach (string pair in pairs)
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
            {
                throw new Failure(Exit.Usage, $"-p takes NAME=VALUE, not '{pair}'.");
            }

            named[pair[..equals]] = CoreScalar.Resolve(pair[(equals + 1)..]);
        }

        return named;
    }

    private static string Content(string text) => text switch
    {
        "-" => Console.In.ReadToEnd(),
        ['@', .. var file] => TextFile.Read(file),
        _ => text,
    };

    private static JsonNode? Parsed(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException e)
        {
            throw new Failure(Exit.Usage, $"--args is not JSON: {e.Message}", next: "Quote it for the shell: --args '{\"day\": \"yesterday\"}'", inner: e);
        }
    }
}
