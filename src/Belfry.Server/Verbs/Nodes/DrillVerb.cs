using System.CommandLine;
using System.Security.Cryptography;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Drill;
using Belfry.Server.Drill.Checks;
using Belfry.Server.Drill.Faults;
using Belfry.Server.Hosting;
using Belfry.Server.Output;
using Belfry.Server.Settings;

namespace Belfry.Server.Verbs.Nodes;

/// <summary>
/// <c>belfry drill</c>: starts nodes of its own, kills, freezes and cuts them off, and reads four independent logs to see
/// whether every promise was kept. Ends with 10 when one was broken.
/// </summary>
internal static class DrillVerb
{
    private const int ShownFindings = 20;

    public static Verb Create(CommonFlags flags, SettingFlags settings)
    {
        var nodes = CommonFlags.Count("--nodes", 3, "Nodes to start.");
        var seconds = CommonFlags.Count("--seconds", 60, "How long load and faults go on.");
        var jobs = CommonFlags.Count("--jobs", 100, "Jobs that are due each second.");
        var kinds = new Option<string?>("--kinds") { HelpName = "KINDS", Description = $"Faults to draw from: {string.Join(", ", FaultKinds.All)}; or none." };
        var every = CommonFlags.Duration("--every", "Time from one fault to the next, on average. Default 2s.");
        var seed = new Option<ulong?>("--seed") { HelpName = "N", Description = "Draws the same faults again." };
        var same = new Option<bool>("--same-name") { Description = "Gives all nodes one name, as clones of a machine have." };
        var skew = new Option<bool>("--skew") { Description = "Sets the clock of each node wrong, by an hour or a day." };
        var keep = new Option<string?>("--logs") { HelpName = "FOLDER", Description = "Keeps all logs there." };
        kinds.CompletionSources.Add([.. FaultKinds.All]);
        return new Verb(
            "drill",
            "Kills, freezes and cuts off nodes of its own, and proves that every tick is accounted for.",
            Run,
            nodes, seconds, jobs, kinds, every, seed, same, skew, keep,
            settings.Of(KnownSettings.Store), settings.Of(KnownSettings.Redis), settings.Of(KnownSettings.Lease))
        {
            Examples =
            [
                "belfry drill --nodes 3 --seconds 60",
                "belfry drill --kinds kill,freeze --store postgres://me@db/drill -o json",
            ],
        };

        Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            if (!OperatingSystem.IsLinux())
            {
                throw new Failure(Exit.Usage, "a drill stops and continues processes, which it can do on Linux only.");
            }

            var options = new DrillOptions(
                call.Get(nodes),
                call.Get(seconds),
                call.Get(jobs),
                LeaseOf(call.Settings),
                call.Get(every) ?? TimeSpan.FromSeconds(2),
                KindsOf(call, call.Get(kinds)),
                call.Get(seed) ?? BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)),
                call.Get(same),
                SkewOf(call, call.Get(skew)),
                call.Settings[KnownSettings.Redis]);
            return Drill(call, options, call.Get(keep), cancellation);
        }
    }

    [System.Runtime.Versioning.SupportedOSPlatform("linux")]
    private static async Task<Exit> Drill(Invocation call, DrillOptions options, string? keep, CancellationToken cancellation)
    {
        string folder = keep ?? Path.Combine(Path.GetTempPath(), $"belfry-drill-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        folder = Path.GetFullPath(folder);
        bool broken = false;
        try
        {
            var settings = call.Settings;
            bool own = settings.SourceOf(KnownSettings.Store) == SettingValues.Default;
            if (own)
            {
                settings = settings.With(KnownSettings.Store, $"sqlite:{Path.Combine(folder, "drill.db")}");
            }

            await using var store = OpenedStore.Of(settings, call.Time);
            await using var session = await DrillSession.Create(options, Absolute(settings.Store), store, folder, Tell(call));
            var report = await session.Run(call.Terminal.Say, cancellation);
            broken = report.Findings.Count > 0;
            Show(call, report, options, store.Description);
            if (!own)
            {
                await session.CleanUp(cancellation);
            }

            return broken ? Exit.Differences : Exit.Done;
        }
        finally
        {
            if (broken)
            {
                call.Terminal.Say($"the logs are in {folder}");
            }
            else if (keep is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static void Show(Invocation call, DrillReport report, DrillOptions options, string store)
    {
        if (!call.Report.IsTable)
        {
            call.Report.Thing(report.ToJson(options, store));
            return;
        }

        call.Report.List([.. report.Rows()], null, DrillReport.Columns, "");
        call.Terminal.Out.Flush();
        foreach (var finding in report.Findings.Take(ShownFindings))
        {
            call.Terminal.Error.WriteLine($"{call.Terminal.Paint(Ink.Red, "✕")} {finding.Promise} ({finding.Check}): {finding.What}");
        }

        if (report.Findings.Count > ShownFindings)
        {
            call.Terminal.Error.WriteLine($"  and {report.Findings.Count - ShownFindings} more");
        }

        call.Terminal.Say(report.Findings.Count == 0
            ? $"{call.Terminal.Paint(Ink.Green, "✓")} every promise was kept"
            : $"{report.Findings.Count} promises were broken; the same faults again: --seed {options.Seed}");
    }

    private static Action<Fault> Tell(Invocation call) => fault =>
    {
        string what = fault switch
        {
            { Kind: FaultKind.Outside, Process: { } process } => $"{"gone",-12} {process}",
            { Kind: FaultKind.Outside } => $"{"no answer",-12} from the store for {Times.Duration((fault.End - fault.Begin).TotalMilliseconds)}",
            _ => $"{fault.Kind.Word(),-12} {fault.Process ?? "all nodes"}",
        };
        call.Terminal.Say($"{fault.Begin.TotalSeconds,6:0.0} s  {what}");
    };

    private static IReadOnlyList<FaultKind> KindsOf(Invocation call, string? text)
    {
        bool network = StoreAddress.IsServer(call.Settings.Store);
        if (text is null)
        {
            FaultKind[] everywhere = [FaultKind.Kill, FaultKind.Freeze, FaultKind.Pause, FaultKind.Drain];
            return network ? [.. everywhere, FaultKind.Cut, FaultKind.Reset, FaultKind.LoseRequest] : everywhere;
        }

        var kinds = text == "none" ? [] : FaultKinds.Parse(text);
        if (!network && kinds.FirstOrDefault(kind => kind.NeedsNetwork()) is var kind && kind.NeedsNetwork())
        {
            throw new Failure(
                Exit.Usage,
                $"the fault {kind.Word()} happens on the way to a server, and {call.Settings.Store} is a file.",
                next: $"Leave it out, or name a server: --store postgres://…");
        }

        return kinds;
    }

    private static bool SkewOf(Invocation call, bool wanted) => wanted && !StoreAddress.IsServer(call.Settings.Store)
        ? throw new Failure(
            Exit.Usage,
            "--skew needs a store with a clock of its own.",
            "A file has none: the clock of the host, which all its processes share, is the store's.",
            "Name a server: --store postgres://…")
        : wanted;

    // Short, so that a minute shows many rescues.
    private static TimeSpan LeaseOf(SettingValues settings) =>
        settings.SourceOf(KnownSettings.Lease) == SettingValues.Default ? TimeSpan.FromSeconds(4) : settings.Lease;

    // The nodes are started in another folder.
    private static string Absolute(string store) =>
        StoreAddress.IsFile(store) ? $"sqlite:{Path.GetFullPath(StoreAddress.File(store))}" : store;
}
