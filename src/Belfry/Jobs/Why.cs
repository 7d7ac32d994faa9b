using Belfry.Policies;
using Belfry.Runs;
using Belfry.Schedules;
using Belfry.Storage;

namespace Belfry.Jobs;

/// <summary>Answers "why did it (not) run?" from the record.</summary>
public sealed class Why
{
    private readonly IStore store;
    private readonly Ledger ledger;

    internal Why(IStore store, Ledger ledger) => (this.store, this.ledger) = (store, ledger);

    /// <param name="name">The job.</param>
    /// <param name="instant">A due instant; null asks for the newest one that has come.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="JobNotFoundException">There is no such job, and no record of one.</exception>
    public async Task<WhyAnswer> Explain(string name, DateTimeOffset? instant, CancellationToken cancellation)
    {
        var job = await store.Jobs.Get(name, cancellation);
        var asked = instant ?? (job is null ? null : await Waiting(job, cancellation) ?? Newest(job, await store.Now(cancellation)));
        if (asked is null && job is not null)
        {
            return NoTickYet(job, await store.Now(cancellation));
        }

        var at = asked ?? await store.Now(cancellation);
        var tick = (await ledger.Ticks(name, at, at, 1, cancellation)).FirstOrDefault();
        var now = await store.Now(cancellation);
        if (tick is null)
        {
            return NoTick(name, job, at);
        }

        if (tick.RunId is { } id && tick.Outcome == "run"
            && await store.Queries.Run(id.ToString("n"), cancellation) is { } run)
        {
            var hold = await QueueHold.Of(store, run, cancellation);
            return new WhyAnswer(
                name, at, "run", Word(run.State), RunSentences.Of(run, now, hold), [$"/api/v1/runs/{run.Id:n}"]);
        }

        var links = tick.RunId is { } other ? [$"/api/v1/runs/{other:n}"] : Array.Empty<string>();
        return new WhyAnswer(name, at, tick.Outcome, tick.Reason is { } reason ? Word(reason) : null, Sentence(name, tick, now), links);
    }

    /// <summary>Of a job that follows others, the oldest tick that waits for them: what somebody asks about who names none.</summary>
    private async Task<DateTimeOffset?> Waiting(JobRecord job, CancellationToken cancellation) => job.Definition.After.Count == 0
        ? null
        : (await store.Queries.Waiting(job.Name, DateTimeOffset.MinValue, DateTimeOffset.MaxValue, 1, cancellation)).FirstOrDefault()?.Due;

    /// <summary>The newest tick at or before now; one that is recorded ahead of its instant when there is no other.</summary>
    private static DateTimeOffset? Newest(JobRecord job, DateTimeOffset now)
    {
        var due = job.Definition.ReadSchedule()?.Previous(now.AddTicks(1));
        return job.Definition.After.Count > 0 ? job.LastDue
            : job.NextDue <= now ? due ?? job.NextDue
            : job.LastDue > now && due > job.UpdatedAt ? due
            : job.LastDue;
    }

    private static WhyAnswer NoTickYet(JobRecord job, DateTimeOffset now)
    {
        var next = job.Definition.After is { Count: > 0 } after ? $"it comes after {Written.List(after)}"
            : job.NextDue is { } due ? $"the first one is {Durations.Instant(due)}" : "it runs when somebody asks for it";
        return new WhyAnswer(job.Name, now, "no-tick", null, $"{job.Name} has had no tick yet; {next}.", [LinkTo(job.Name)]);
    }

    private static string LinkTo(string job) => $"/api/v1/jobs/{Uri.EscapeDataString(job)}";

    private static WhyAnswer NoTick(string name, JobRecord? job, DateTimeOffset at)
    {
        WhyAnswer Answer(string outcome, string sentence) => new(name, at, outcome, null, sentence, job is null ? [] : [LinkTo(name)]);

        if (job is null)
        {
            return Answer("no-tick", $"There is no job named {name} now, and the record holds no tick of it at {Durations.Instant(at)}.");
        }

        if (job.LedgerFrom is { } from && at < from)
        {
            return Answer("pruned", $"The record of {name} before {Durations.Instant(from)} has been pruned by retention.");
        }

        if (job.Definition.ReadSchedule() is not { } schedule)
        {
            return Answer("no-tick", $"No tick of {name} is recorded at {Durations.Instant(at)}, and this version cannot read its schedule '{job.Definition.Schedule}'.");
        }

        if (schedule.After is { Count: > 0 } upstream)
        {
            return Answer("no-tick", $"{name} comes after {Written.List(upstream)}, and of none of them a run for {Durations.Instant(at)} has ended since.");
        }

        if (at <= job.UpdatedAt && schedule.Next(at.AddTicks(-1)) == at)
        {
            return Answer("no-tick", $"{name} has its present schedule since {Durations.Instant(job.UpdatedAt)}; no tick is recorded at {Durations.Instant(at)}.");
        }

        var before = schedule.Previous(at) is { } earlier ? $" the tick before is {Durations.Instant(earlier)}," : "";
        var after = schedule.Next(at) is { } later ? $" the next one is {Durations.Instant(later)}" : " there is no later one";
        return Answer("no-tick", $"{name} ({schedule.Words}) is not due at {Durations.Instant(at)}:{before}{after}.");
    }

    private static string Sentence(string name, LedgerTick tick, DateTimeOffset now)
    {
        var due = Durations.Instant(tick.Due);
        var detail = tick.Detail is { } text ? $": {text}" : "";
        return tick.Outcome switch
        {
            "pending" when tick.Due > now && tick.Reason is not null =>
                $"{name} will be due at {due}, in {Durations.Text(tick.Due - now)}, but does not run then as things stand{detail}.",
            "pending" when tick.Due > now => $"{name} will be due at {due}, in {Durations.Text(tick.Due - now)}.",
            "pending" when tick.Reason == SkipReason.Paused => $"{name} was due at {due} and waits{detail}.",
            "pending" when tick.Detail is not null => $"{name} for {due} {tick.Detail}.",
            "pending" => $"{name} is due since {due} and no node has fired it yet; is a worker running?",
            "skipped" when tick.Through is { } through =>
                $"{name} did not run at any of the {tick.Count:N0} ticks from {due} to {Durations.Instant(through)} because of {Cause(tick)}{detail}.",
            "skipped" => $"{name} did not run at {due} because of {Cause(tick)}{detail}.",
            _ => $"{name} was due at {due}, and the record says nothing about it; please report this as a defect.",
        };
    }

    private static string Cause(LedgerTick tick) => tick.Reason switch
    {
        SkipReason.Overlap => "overlap",
        SkipReason.Misfire => "a misfire",
        SkipReason.Expired => "its age",
        SkipReason.Paused => "a pause",
        SkipReason.Disabled => "the job's switch",
        SkipReason.BreakerOpen => "an open breaker",
        SkipReason.DependencyFailed => "the jobs before it",
        _ => Word(tick.Reason!.Value),
    };

    private static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
