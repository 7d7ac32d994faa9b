using Belfry.Engine;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Server.CommandLine;
using Belfry.Server.Hosting;
using Belfry.Server.Output;
using Belfry.Server.Settings;
using Belfry.Server.Verbs.Jobs;
using Belfry.Storage;

namespace Belfry.Server.Verbs.Nodes;

/// <summary>
/// <c>belfry exec JOB</c>: takes the lease of the current tick, runs the job in this process, records it and ends with its
/// result. For Kubernetes CronJobs and crontab: started on several machines, it runs on one.
/// </summary>
internal static class ExecVerb
{
    public static Verb Create(CommonFlags flags, SettingFlags settings)
    {
        var name = JobNames.Argument();
        var at = CommonFlags.Instant("--at", "The newest tick up to this instant; up to now unless given.");
        return new Verb("exec", "Runs the current tick of a job in this process, unless another node has it.", Run, [name, at, .. settings.Node])
        {
            Examples = ["belfry exec nightly-report --store sqlite:/var/lib/belfry/belfry.db"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            // Where many start at one instant, as a crontab makes them, they wait for each other at the file.
            await using var store = OpenedStore.Of(call.Settings, call.Time);
            var (due, run) = await OpenedStore.WhenFree(
                call, call.Settings, () => Settle(store, call.Get(name)!, call.Get(at), cancellation), cancellation);
            return run is null
                ? await Explain(call, store, call.Get(name)!, due, cancellation)
                : await Execute(call, store, run, cancellation);
        }
    }

    private static async Task<(DateTimeOffset Due, RunRecord? Run)> Settle(
        IStore store, string name, DateTimeOffset? at, CancellationToken cancellation)
    {
        await store.Migrate(cancellation);
        var job = await store.Jobs.Get(name, cancellation) ?? throw await Unknown(store, name, cancellation);
        RequireCommand(job);
        return await TickOfJob.Settle(store, job, at, cancellation);
    }

    private static async Task<Exit> Execute(Invocation call, IStore store, RunRecord run, CancellationToken cancellation)
    {
        if (Elsewhere(run) is { } sentence)
        {
            call.Terminal.Say(sentence);
            return Exit.Done;
        }

        var options = NodeSettings.Apply(call.Settings, new NodeOptions { Name = NodeNameOr(call.Settings) }) with { Slots = 1 };
        await using var node = await OpenedStore.WhenFree(
            call, call.Settings, () => OneRunNode.Join(store, options, call.Time, cancellation), cancellation);
        return await new ExecutedRun(call, store, node, run.Id).Run(cancellation);
    }

    /// <summary>Why there is nothing to do for this process; null when the run is free.</summary>
    public static string? Elsewhere(RunRecord run) => run switch
    {
        { State: RunState.Running } => $"{run.Node} holds the tick of {InstantText.Write(run.Due)} (run {run.Id:n}).",
        { FinishedAt: not null } => $"{run.Node ?? "Another node"} has done the tick of {InstantText.Write(run.Due)}: {EnumWords<RunState>.Of(run.State)} (run {run.Id:n}).",
        { Blocked: true } => $"The tick of {InstantText.Write(run.Due)} waits for an earlier run of {run.Job} (run {run.Id:n}).",
        _ => null,
    };

    private static async Task<Exit> Explain(Invocation call, IStore store, string job, DateTimeOffset due, CancellationToken cancellation)
    {
        var why = await new Why(store, new Ledger(store)).Explain(job, due, cancellation);
        call.Terminal.Say(why.Sentence);
        return Exit.Done;
    }

    private static void RequireCommand(JobRecord job)
    {
        if (job.Definition.Run is not JobAction.Command)
        {
            throw new Failure(
                Exit.Usage,
                $"{job.Name} is a job of kind {job.Definition.Run.Kind}, which exec cannot run.",
                "exec runs commands; code that an application registered runs in that application.",
                "Start the application, or give the job a command.");
        }
    }

    private static async Task<Failure> Unknown(IStore store, string name, CancellationToken cancellation)
    {
        var jobs = await store.Queries.Jobs(new JobQuery(Limit: 1_000), cancellation);
        string? guess = Spelling.Nearest(name, jobs.Items.Select(job => job.Name));
        return new Failure(Exit.NotFound, $"there is no job '{name}' in {store.Description}.", guess is null ? null : $"Did you mean {guess}?");
    }

    private static string NodeNameOr(SettingValues settings) => settings.Node ?? Belfry.Hosting.NodeName.Default;
}
