using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Diagnosis;

/// <summary><c>belfry plan --for 6h</c>: what will fire.</summary>
internal static class PlanVerb
{
    private static readonly Column[] Columns =
        [Column.When("DUE (UTC)", "due"), Column.Text("JOB", "job"), Column.Text("QUEUE", "queue"), Column.Text("SCHEDULE", "words")];

    public static Verb Create(CommonFlags flags)
    {
        var length = CommonFlags.Duration("--for", "How far ahead; 1h unless given.");
        var from = CommonFlags.Instant("--from", "From when; now unless given.");
        return new Verb("plan", "Shows what will fire.", Run, length, from, flags.Limit)
        {
            Examples = ["belfry plan --for 6h --limit 200"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var start = call.Get(from) ?? call.Time.GetUtcNow();
            var end = start + (call.Get(length) ?? TimeSpan.FromHours(1));
            var plan = await call.Api.Get(
                Route.With("/plan", ("from", InstantText.Write(start)), ("to", InstantText.Write(end)), ("limit", $"{call.Limit}")), cancellation);
            call.Report.List([.. plan.Items("items")], plan.At("next").AsText(), Columns, "Nothing fires in that time.");
            if (plan.At("truncated")?.GetBoolean() == true)
            {
                call.Terminal.Say($"There is more: --limit shows more than {call.Limit}.");
            }

            return Exit.Done;
        }
    }
}
