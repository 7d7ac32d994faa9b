using System.CommandLine;
using System.Runtime.InteropServices;
using Belfry.Jobs;
using Belfry.Server.Bench;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Settings;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry bench</c>: what this machine can do, over a store that is gone afterwards.</summary>
internal static class BenchVerb
{
    private static readonly string[] Names = ["enqueue", "drain", "punctuality", "herd"];

    public static Verb Create(CommonFlags flags, SettingFlags settings)
    {
        var which = new Argument<string[]>("BENCH") { Description = $"{string.Join(", ", Names)}; all unless given.", Arity = ArgumentArity.ZeroOrMore };
        which.CompletionSources.Add(Names);
        var runs = CommonFlags.Count("--runs", 10_000, "Runs to enqueue and drain.");
        var seconds = CommonFlags.Count("--seconds", 10, "How long punctuality is watched.");
        var jobs = CommonFlags.Count("--jobs", 200, "Jobs of punctuality.");
        var herd = CommonFlags.Count("--herd", 10_000, "Jobs of the herd.");
        return new Verb("bench", "Measures throughput and lateness on this machine.", Run, which, runs, seconds, jobs, herd, settings.Of(KnownSettings.Store))
        {
            Examples = ["belfry bench", "belfry bench drain --runs 50000 -o json"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string[] wanted = call.Find(which) is { Length: > 0 } some ? some : Names;
            if (wanted.FirstOrDefault(name => !Names.Contains(name)) is { } unknown)
            {
                string? guess = Spelling.Nearest(unknown, Names);
                throw new Failure(Exit.Usage, $"there is no bench '{unknown}'; there are {string.Join(", ", Names)}.", next: guess is null ? null : $"Did you mean {guess}?");
            }

            call.Terminal.Say(Machine);
            string? folder = FolderOf(call.Settings);
            var figures = new List<Figure>();
            foreach (string name in wanted)
            {
                call.Terminal.Say($"{name} ...");
                figures.AddRange(await Measure(name, folder, call, cancellation));
            }

            Show(call, figures);
            return Exit.Done;
        }

        Task<IReadOnlyList<Figure>> Measure(string name, string? folder, Invocation call, CancellationToken cancellation) => name switch
        {
            "enqueue" => Throughput.Enqueue(folder, call.Get(runs), call.Time, cancellation),
            "drain" => Throughput.Drain(folder, call.Get(runs), call.Time, cancellation),
            "punctuality" => Lateness.Punctuality(folder, call.Get(jobs), call.Get(seconds), call.Time, cancellation),
            _ => Lateness.Herd(folder, call.Get(herd), call.Time, cancellation),
        };
    }


    // A bench fills stores with rubbish, one a round: --store says beside which file, and so on which disk.
    private static string? FolderOf(SettingValues settings) =>
        settings.SourceOf(KnownSettings.Store) == $"flag {KnownSettings.Store.Flag}" && StoreAddress.IsFile(settings.Store)
            ? Path.GetDirectoryName(Path.GetFullPath(StoreAddress.File(settings.Store)))
            : null;

    private static void Show(Invocation call, IReadOnlyList<Figure> figures)
    {
        if (call.Report.IsTable)
        {
            call.Report.List([.. figures.Select(figure => figure.ToJson())], null, Figure.Columns, "");
            return;
        }

        call.Report.Thing(Json.Build(json =>
        {
            json.WriteStartObject();
            json.WriteString("machine", Machine);
            json.WriteString("at", Times.Iso(call.Time.GetUtcNow()));
            json.WriteItems("figures", figures.Select(figure => figure.ToJson()));
            json.WriteEndObject();
        }));
    }

    private static string Machine => string.Create(
        System.Globalization.CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} processors, {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):0.#} GiB, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, Belfry {Version.Text}");
}
