using System.CommandLine;
using System.CommandLine.Help;
using Belfry.Server.Verbs;
using Belfry.Server.Verbs.Breakers;
using Belfry.Server.Verbs.Shells;
using Belfry.Server.Verbs.Diagnosis;
using Belfry.Server.Verbs.JobFiles;
using Belfry.Server.Verbs.Jobs;
using Belfry.Server.Verbs.Locks;
using Belfry.Server.Verbs.Nodes;
using Belfry.Server.Verbs.Queues;
using Belfry.Server.Verbs.Runs;
using Belfry.Server.Verbs.Schedules;

namespace Belfry.Server.CommandLine;

/// <summary>All verbs, under their nouns.</summary>
internal static class Tree
{
    public static Runner Build()
    {
        var flags = new CommonFlags();
        var settings = new SettingFlags();
        var root = new Command("belfry", "Belfry runs jobs on time, and every tick is accounted for.")
        {
            JobVerbs(flags),
            RunVerbs(flags),
            ScheduleVerbs(flags),
            QueueVerbs(flags),
            NodeVerbs(flags),
            BreakerVerbs(flags),
            LockVerbs(flags),
            ApplyVerb.Create(flags),
            DiffVerb.Create(flags),
            ExportVerb.Create(flags),
            JobWhy.Create(flags),
            DevVerb.Create(flags, settings),
            ServerVerb.Create(flags, settings),
            WorkerVerb.Create(flags, settings),
            BenchVerb.Create(flags, settings),
            BenchNodeVerb.Create(settings),
            DrillVerb.Create(flags, settings),
            DrillNodeVerb.Create(flags, settings),
            ExecVerb.Create(flags, settings),
            WrapVerb.Create(flags),
            MigrateVerb.Create(flags, settings),
            DoctorVerb.Create(flags, settings),
            StatusVerb.Create(flags),
            PlanVerb.Create(flags),
            CompletionVerb.Create(flags),
            VersionVerb.Create(flags),
            new HelpOption("--help", ["-h"]),
        };
        root.Add(CompleteVerb.Create(() => root));
        foreach (var flag in flags.Everywhere.Concat(settings.Client))
        {
            root.Add(flag);
        }

        return new Runner(root, flags, settings);
    }

    private static Command JobVerbs(CommonFlags flags) => Noun(
        "job",
        "Jobs: what runs, when, and under which policies.",
        [
            JobList.Create(flags),
            JobGet.Create(flags),
            JobCreate.Create(flags),
            JobEdit.Create(flags),
            JobDelete.Create(flags),
            .. JobSwitches.Create(flags),
            new JobRun(flags).Create(),
            JobNext.Create(flags),
            JobTicks.Create(flags),
            JobWhy.Create(flags),
            JobStats.Create(flags),
            JobHistory.Create(flags),
        ]);

    private static Command RunVerbs(CommonFlags flags)
    {
        var noun = RunNow.Create(flags);
        Fill(noun,
        [
            RunList.Create(flags),
            RunGet.Create(flags),
            RunLogs.Create(flags),
            RunWatch.Create(flags),
            RunCancel.Create(flags),
            RunRetry.Create(flags),
        ]);
        return noun;
    }

    private static Command ScheduleVerbs(CommonFlags flags) => Noun(
        "schedule",
        "Schedules: what a text means and when it fires, and the load that all of them make.",
        [
            ScheduleNext.Create(flags),
            ScheduleExplain.Create(flags),
            ScheduleLint.Create(flags),
            ScheduleImport.Create(flags),
            ScheduleLoad.Create(flags),
            ScheduleSpread.Create(flags),
        ]);

    private static Command QueueVerbs(CommonFlags flags) => Noun(
        "queue",
        "Queues: what waits, pauses, and limits that hold in the whole cluster.",
        [
            QueueList.Create(flags),
            QueueGet.Create(flags),
            QueuePause.Create(flags),
            QueueResume.Create(flags),
            QueueLimit.Create(flags),
        ]);

    private static Command NodeVerbs(CommonFlags flags) => Noun(
        "node",
        "Nodes: the processes that run jobs.",
        [
            NodeList.Create(flags),
            NodeDrain.Create(flags),
        ]);

    private static Command BreakerVerbs(CommonFlags flags) => Noun(
        "breaker",
        "Circuit breakers: what is not called for a while because it kept failing.",
        [
            BreakerList.Create(flags),
            BreakerGet.Create(flags),
            BreakerReset.Create(flags),
            BreakerIsolate.Create(flags),
        ]);

    private static Command LockVerbs(CommonFlags flags) => Noun(
        "lock",
        "Named locks of the code that jobs run.",
        [
            LockList.Create(flags),
            LockList.CreateStale(flags),
            LockStats.Create(flags),
            LockRelease.Create(flags),
        ]);

    private static Command Noun(string name, string description, IEnumerable<Verb> verbs)
    {
        var noun = new Command(name, description);
        Fill(noun, verbs);
        return noun;
    }

    private static void Fill(Command noun, IEnumerable<Verb> verbs)
    {
        foreach (var verb in verbs)
        {
            noun.Add(verb);
        }
    }
}
