using Belfry.Server.CommandLine;
using Belfry.Server.JobFiles;

namespace Belfry.Server.Verbs.JobFiles;

/// <summary><c>belfry diff -f</c>: exit 10 when applying would change something.</summary>
internal static class DiffVerb
{
    public static Verb Create(CommonFlags flags)
    {
        var files = FileFlag.Create();
        return new Verb("diff", "Shows what apply would change, and which fires move.", Run, files)
        {
            Examples = ["belfry diff -f jobs/"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var differences = await Comparison.With(call.Api, JobFileSet.Read(call.Get(files)!), cancellation);
            DifferenceReport.Show(call, differences);
            call.Terminal.Say(DifferenceReport.Summary(differences));
            return differences.All(difference => difference.Kind == JobChangeKind.Unchanged) ? Exit.Done : Exit.Differences;
        }
    }
}
