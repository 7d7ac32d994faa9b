using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;

namespace Belfry.Server.Verbs.JobFiles;

/// <summary><c>belfry apply -f</c>: makes the server's jobs what the files say. Jobs that no file names are left alone.</summary>
internal static class ApplyVerb
{
    public static Verb Create(CommonFlags flags)
    {
        var files = FileFlag.Create();
        return new Verb("apply", "Creates and changes jobs as job files say; all of them, or none.", Run, files, flags.DryRun, flags.Reason)
        {
            Examples = ["belfry apply -f jobs.yaml", "belfry apply -f jobs/ --dry-run", "belfry export | belfry apply -f -"],
        };

        Task<Exit> Run(Invocation call, CancellationToken cancellation) =>
            Apply(call, JobFileSet.Read(call.Get(files)!), cancellation);
    }

    public static async Task<Exit> Apply(Invocation call, IReadOnlyList<JobEntry> entries, CancellationToken cancellation)
    {
        var differences = await Comparison.With(call.Api, entries, cancellation);
        DifferenceReport.Show(call, differences);
        if (!call.DryRun)
        {
            await Writing.All(call.Api, UpstreamFirst.Order(differences, difference => difference.Definition), cancellation);
        }

        call.Terminal.Say(call.DryRun
            ? $"Would be: {DifferenceReport.Summary(differences)}. Nothing was changed."
            : $"✓ {DifferenceReport.Summary(differences)}");
        return Exit.Done;
    }
}
