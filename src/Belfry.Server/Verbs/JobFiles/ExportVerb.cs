using System.CommandLine;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.Verbs.JobFiles;

/// <summary><c>belfry export</c>: jobs as a job file, which <c>diff</c> finds equal.</summary>
internal static class ExportVerb
{
    private const int MostJobs = 100_000;

    public static Verb Create(CommonFlags flags)
    {
        var names = new Argument<string[]>("JOB") { Description = "Names of jobs; all unless given.", Arity = ArgumentArity.ZeroOrMore };
        names.CompletionSources.Add(Completion.Jobs);
        return new Verb("export", "Writes jobs as a job file.", Run, names)
        {
            Examples = ["belfry export > jobs.yaml"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var jobs = new List<JsonElement>();
            foreach (string name in call.Find(names) is { Length: > 0 } some ? some : await All(call, cancellation))
            {
                var job = await call.GetJob(name, cancellation);
                jobs.Add(JsonElement.Parse(JobJson.Write(Comparison.Definition(job))));
            }

            Write(call, jobs);
            return Exit.Done;
        }
    }

    private static async Task<string[]> All(Invocation call, CancellationToken cancellation) =>
        [.. (await call.Api.List("/jobs", MostJobs, cancellation)).Items.Select(job => job.At("name").AsText()).OfType<string>()];

    /// <summary>Jobs as a job file: YAML, unless another form was asked for.</summary>
    public static void Write(Invocation call, IReadOnlyList<JsonElement> jobs)
    {
        if (call.Format == "jsonl")
        {
            call.Report.Lines(jobs);
            return;
        }

        call.Report.Thing(Json.Build(json =>
        {
            json.WriteStartObject();
            json.WriteItems("jobs", jobs);
            json.WriteEndObject();
        }));
    }
}
