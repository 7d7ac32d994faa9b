using System.CommandLine;
using System.Text.Json.Nodes;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry job create</c>: one job from the command line; <c>apply</c> takes everything else.</summary>
internal static class JobCreate
{
    public static Verb Create(CommonFlags flags)
    {
        var name = new Argument<string>("NAME") { Description = "Name of the new job." };
        var command = new Argument<string[]>("COMMAND") { Description = "Program and arguments, after --.", Arity = ArgumentArity.ZeroOrMore };
        var schedule = new Option<string?>("--schedule") { HelpName = "TEXT", Description = "When; by hand only unless given." };
        var zone = new Option<string?>("--zone", "--tz") { HelpName = "ZONE", Description = "Zone of the schedule." };
        var handler = new Option<string?>("--handler") { HelpName = "NAME", Description = "Run the code that a node registered under this name." };
        var external = new Option<bool>("--external") { Description = "Something else runs it; belfry wrap reports it." };
        var queue = new Option<string?>("--queue") { HelpName = "NAME", Description = "Queue of its runs." };
        var attempts = new Option<int?>("--attempts") { HelpName = "N", Description = "Attempts in all, the first included." };
        var set = JobEdit.SetOption();
        return new Verb("create", "Creates a job.", Run, name, command, schedule, zone, handler, external, queue, attempts, set, flags.DryRun, flags.Reason)
        {
            Examples =
            [
                "belfry job create nightly-report --schedule 'daily at 02:00 in Europe/Berlin' -- /usr/local/bin/report --yesterday",
                "belfry job create backup --schedule @daily --set timeout=30m -- /usr/local/bin/backup",
            ],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var body = new JsonObject { ["name"] = call.Get(name), ["run"] = Action(call) };
            Put(body, "schedule", call.Get(schedule));
            Put(body, "zone", call.Get(zone));
            Put(body, "queue", call.Get(queue));
            if (call.Get(attempts) is { } most)
            {
                body["retry"] = new JsonObject { ["attempts"] = most };
            }

            JobEdit.Set(body, call.Get(set));
            if (call.DryRun)
            {
                call.Report.Thing(await call.Api.Post("/jobs/preview", body, cancellation));
                return Exit.Done;
            }

            var job = await call.Api.Post("/jobs", body, cancellation);
            call.Terminal.Say($"✓ {call.Get(name)} created");
            JobGet.Show(call, job);
            return Exit.Done;
        }

        JsonObject Action(Invocation call)
        {
            string[] words = call.Find(command) ?? [];
            string? code = call.Get(handler);
            bool elsewhere = call.Get(external);
            return (words.Length > 0, code is not null, elsewhere) switch
            {
                (true, false, false) => new JsonObject { ["command"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) },
                (false, true, false) => new JsonObject { ["handler"] = code },
                (false, false, true) => new JsonObject { ["external"] = new JsonObject() },
                _ => throw new Failure(Exit.Usage, "say what the job runs: a command after --, --handler NAME, or --external; one of them."),
            };
        }
    }

    private static void Put(JsonObject body, string field, string? value)
    {
        if (value is not null)
        {
            body[field] = value;
        }
    }
}
