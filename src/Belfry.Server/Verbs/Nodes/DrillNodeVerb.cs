using System.CommandLine;
using System.Globalization;
using Belfry.Hosting;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Drill.Nodes;
using Belfry.Server.Hosting;
using Belfry.Server.Settings;
using Belfry.Storage;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry drill-node</c>: a server that knows the drill's job. Only <c>belfry drill</c> starts it.</summary>
internal static class DrillNodeVerb
{
    // Shorter than the longest work, so that a drain hands some of it back.
    private static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(3);

    public static Verb Create(CommonFlags flags, SettingFlags settings)
    {
        var log = new Option<string>("--log") { Required = true };
        var target = new Option<string>("--target") { Required = true };
        var process = new Option<string>("--process") { Required = true };
        var parent = new Option<int>("--parent") { Required = true };
        return new Verb("drill-node", "A node of a drill.", Run, [log, target, process, parent, .. settings.Node]) { Hidden = true };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            ParentDeath.Follow(call.Get(parent));
            using var work = new WorkLog(call.Get(log)!);
            using var stalls = new StallWatch(work);
            using var http = new HttpClient();
            var jobs = new DrillWork(work, new EffectTarget(http, new Uri(call.Get(target)!), call.Get(process)!));
            var server = new RunningServer(call)
            {
                DrainTime = DrainTime,
                Jobs = belfry => Add(belfry, jobs),
                Listening = (address, _) => Tell(call, address),
            };
            await server.Run(call.Settings, works: true, cancellation);
            return Exit.Done;
        }
    }

    // Nothing may be pruned before the drill has read it.
    private static void Add(BelfryBuilder belfry, DrillWork jobs) => belfry
        .AddHandler(DrillWork.Handler, (JobContext run, CancellationToken cancellation) => jobs.Run(run, cancellation))
        .Configure(options => options with { Retention = new RetentionPolicy { SucceededCount = int.MaxValue, FailedCount = int.MaxValue } });

    private static void Tell(Invocation call, Uri address)
    {
        call.Terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{address}"));
        call.Terminal.Out.Flush();
    }
}
