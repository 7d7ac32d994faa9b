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
    private static readonly Dictionary<string, Func<BenchPlan, CancellationToken, Task<IReadOnlyList<Figure>>>> Benches = new()
    {
        ["enqueue"] = Throughput.Enqueue,
        ["drain"] = Throughput.Drain,
        ["start"] = StartTimes.Measure,
        ["chain"] = ChainLinks.Measure,
        ["punctuality"] = Lateness.Punctuality,
        ["herd"] = Lateness.Herd,
        ["idle"] = IdleNodes.Measure,
        ["retention"] = Retention.Measure,
        ["locks"] = LockTimes.Measure,
    };

    public static Verb Create(CommonFlags flags, SettingFlags settings)
    {
        string[] names = [.. Benches.Keys];
        var which = new Argument<string[]>("BENCH") { Description = $"{string.Join(", ", names)}; all unless given.", Arity = ArgumentArity.ZeroOrMore };
        which.CompletionSources.Add(names);
        var runs = CommonFlags.Count("--runs", 10_000, "Runs to enqueue, drain and start.");
        var seconds = CommonFlags.Count("--seconds", 10, "How long punctuality and idle nodes are watched.");
        var jobs = CommonFlags.Count("--jobs", 200, "Jobs of punctuality.");
        var herd = CommonFlags.Count("--herd", 10_000, "Jobs of the herd and of idle nodes.");
        var nodes = CommonFlags.Count("--nodes", 1, "Nodes of punctuality and drain, each a process of its own when there are several.");
        var history = new Option<int>("--history") { HelpName = "N", Description = "Finished runs in history before a drain and a retention. Default 0." };
        var breaker = new Option<bool>("--breaker") { Description = "Measure a drain of a job under a closed breaker beside the one without." };
        return new Verb(
            "bench", "Measures throughput and lateness on this machine.", Run,
            which, runs, seconds, jobs, herd, nodes, history, breaker, settings.Of(KnownSettings.Store), settings.Of(KnownSettings.Redis))
        {
            Examples =
            [
                "belfry bench",
                "belfry bench drain --runs 50000 -o json",
                "belfry bench punctuality --nodes 2 --seconds 60 --store postgres://belfry:…@127.0.0.1/postgres",
            ],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string[] wanted = call.Find(which) is { Length: > 0 } some ? some : names;
            if (wanted.FirstOrDefault(name => !Benches.ContainsKey(name)) is { } unknown)
            {
                string? guess = Spelling.Nearest(unknown, names);
                throw new Failure(Exit.Usage, $"there is no bench '{unknown}'; there are {string.Join(", ", names)}.", next: guess is null ? null : $"Did you mean {guess}?");
            }

            var plan = new BenchPlan(
                PlaceOf(call.Settings), call.Time, call.Get(runs), call.Get(seconds), call.Get(jobs), call.Get(herd), call.Get(nodes),
                call.Get(history), call.Settings[KnownSettings.Redis])
            {
                Breaker = call.Get(breaker),
            };
            call.Terminal.Say(Machine);
            var figures = new List<Figure>();
            foreach (string name in wanted)
            {
                call.Terminal.Say($"{name} ...");
                figures.AddRange(await Benches[name](plan, cancellation));
            }

            Show(call, figures);
            return Exit.Done;
        }
    }

    // A bench fills stores with rubbish, one a round: --store says beside which file, and so on which disk, or on which server.
    private static Func<CancellationToken, Task<IBenchPlace>> PlaceOf(SettingValues settings)
    {
        bool chosen = settings.SourceOf(KnownSettings.Store) == $"flag {KnownSettings.Store.Flag}";
        if (chosen && StoreAddress.IsServer(settings.Store))
        {
            return async cancellation => await PostgresPlace.Create(settings.Store, cancellation);
        }

        string? folder = chosen && StoreAddress.IsFile(settings.Store)
            ? Path.GetDirectoryName(Path.GetFullPath(StoreAddress.File(settings.Store)))
            : null;
        return _ => Task.FromResult<IBenchPlace>(new SqlitePlace(folder));
    }

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
