using System.CommandLine;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.Verbs.Diagnosis;

/// <summary><c>belfry plan --for 6h</c>: what will fire.</summary>
internal static class PlanVerb
{
    private const int LargestPage = 5_000;

    private static readonly Column[] Columns =
        [Column.When("DUE (UTC)", "due"), Column.Text("JOB", "job"), Column.Text("QUEUE", "queue"), Column.Text("SCHEDULE", "words")];

    public static Verb Create(CommonFlags flags)
    {
        var length = CommonFlags.Duration("--for", "How far ahead; 1h unless given.");
        var from = CommonFlags.Instant("--from", "From when; now unless given.");
        var queue = new Option<string?>("--queue") { HelpName = "QUEUE", Description = "Only jobs of this queue." };
        return new Verb("plan", "Shows what will fire.", Run, length, from, queue, flags.Query, flags.Limit)
        {
            Examples = ["belfry plan --for 6h --limit 200", "belfry plan -q tag:etl -o jsonl --limit 100000"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var start = call.Get(from) ?? call.Time.GetUtcNow();
            var end = start + (call.Get(length) ?? TimeSpan.FromHours(1));
            string path = Route.With(
                "/plan",
                [("from", InstantText.Write(start)), ("to", InstantText.Write(end)), ("queue", call.Get(queue)), .. JobQueryText.Labels(call.Query)]);
            var (fires, next) = await Read(call, path, cancellation);
            call.Report.List(fires, next, Columns, "Nothing fires in that time.");
            if (next is not null)
            {
                call.Terminal.Say($"There is more: --limit shows more than {call.Limit}.");
            }

            return Exit.Done;
        }
    }

    // Each page is worked out from all jobs, so few large ones are cheaper than many small ones.
    private static async Task<(List<JsonElement> Fires, string? Next)> Read(Invocation call, string path, CancellationToken cancellation)
    {
        var fires = new List<JsonElement>();
        string? next = null;
        do
        {
            int size = Math.Min(call.Limit - fires.Count, LargestPage);
            var page = await call.Api.Get(Route.With(path, ("limit", $"{size}"), ("cursor", next)), cancellation);
            fires.AddRange(page.Items("items"));
            next = page.At("next").AsText();
        }
        while (next is not null && fires.Count < call.Limit);
        return (fires, next);
    }
}
