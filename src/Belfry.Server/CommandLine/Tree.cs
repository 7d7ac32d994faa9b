using System.CommandLine;
using Belfry.Server.Verbs;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.CommandLine;

/// <summary>All verbs, under their nouns.</summary>
internal static class Tree
{
    public static Runner Build()
    {
        var flags = new CommonFlags();
        var settings = new SettingFlags();
        var root = new RootCommand("Belfry runs jobs on time, and every tick is accounted for.")
        {
            JobVerbs(flags),
            VersionVerb.Create(flags),
        };
        foreach (var flag in flags.Everywhere.Concat(settings.Client))
        {
            root.Add(flag);
        }

        // The verb is the one way to ask, so that there is one answer.
        root.Options.Remove(root.Options.OfType<VersionOption>().Single());
        return new Runner(root, flags, settings);
    }

    private static Command JobVerbs(CommonFlags flags) => new("job", "Jobs: what runs, when, and under which policies.")
    {
        JobList.Create(flags),
    };

}
