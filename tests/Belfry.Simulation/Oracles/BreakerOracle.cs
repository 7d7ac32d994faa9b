using Belfry.Jobs;
using Belfry.Policies.Breakers;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of breakers: what the store keeps is what follows from the calls and ends that were committed, computed here once
/// more; nothing begins under an open one, and no more trial calls run than are allowed.
/// </summary>
internal sealed class BreakerOracle(World world, Oracle oracle, IStore store)
{
    private readonly Dictionary<string, Known> breakers = new(StringComparer.Ordinal);
    private readonly Dictionary<(Guid Run, long Token), (string Breaker, DateTimeOffset At)> calls = [];

    private DateTimeOffset Now => new(world.StoreTime.Judged.Ticks / 10 * 10, TimeSpan.Zero);

    public JobRecord? Saved(JobRecord? stored)
    {
        if (stored?.Definition is { Breaker.Policy: var policy, BreakerName: { } name })
        {
            if (!breakers.TryGetValue(name, out var breaker))
            {
                breakers[name] = breaker = new Known { Since = Now };
            }

            breaker.Policy = policy;
            breaker.Jobs.Add(stored.Name);
            Compare(name);
        }

        return stored;
    }

    public bool Deleted(string job, bool deleted)
    {
        foreach (var (name, breaker) in deleted ? breakers.ToList() : [])
        {
            if (breaker.Jobs.Remove(job) && breaker.Jobs.Count == 0 && !breaker.Isolated)
            {
                breakers.Remove(name);
            }
        }

        return deleted;
    }

    public void Fired(IReadOnlyList<Firing> firings, IReadOnlyList<FiringResult> results)
    {
        foreach (var firing in firings.Where((_, i) => results[i].Status == FiringStatus.Fired))
        {
            if (firing.Job.Definition is { Breaker.WhileOpen: WhileOpen.Skip, BreakerName: { } name } && breakers.TryGetValue(name, out var breaker))
            {
                firing.Runs.ToList().ForEach(run => Fired(firing.Job.Name, run, name, breaker.IsOpenAt(Now)));
            }
        }
    }

    public void Claimed(ClaimReply reply)
    {
        foreach (var run in reply.Runs.Where(run => !run.DryRun))
        {
            if (run.Definition.BreakerName is { } name && breakers.TryGetValue(name, out var breaker))
            {
                calls[(run.Id, run.Token)] = (name, reply.Now);
                oracle.Require(
                    !breaker.IsOpenAt(reply.Now), $"R5: run {run.Id:n} of {run.Definition.Name} was claimed while breaker {name} is open");
                oracle.Require(
                    breaker.TrialsFrom is not { } from || Trials(name, from) <= breaker.Policy.Trials,
                    $"R5: {breaker.Policy.Trials} trial calls at once are allowed under breaker {name}, and there are more");
            }
        }
    }

    public void Finished(IReadOnlyList<AttemptEnd> ends, IReadOnlyList<FinishStatus> statuses)
    {
        var touched = new HashSet<string>();
        foreach (var end in ends.Where((_, i) => statuses[i] == FinishStatus.Accepted))
        {
            if (calls.Remove((end.Run, end.Token), out var call) && breakers.TryGetValue(call.Breaker, out var breaker))
            {
                breaker.Ended(call.At, Succeeded(end), Now);
                touched.Add(call.Breaker);
            }
        }

        foreach (var name in touched)
        {
            Compare(name);
        }
    }

    public BreakerRecord? Reset(string name, BreakerRecord? answer)
    {
        if (answer is not null && breakers.TryGetValue(name, out var breaker))
        {
            world.Note($"breaker {name} reset");
            breaker.Close(Now);
            if (breaker.Jobs.Count == 0)
            {
                breakers.Remove(name);
            }
            else
            {
                Compare(name);
            }
        }

        return answer;
    }

    public BreakerRecord? Isolated(string name, BreakerRecord? answer)
    {
        if (answer is not null && breakers.TryGetValue(name, out var breaker))
        {
            world.Note($"breaker {name} isolated");
            breaker.Open(Now);
            breaker.Isolated = true;
            Compare(name);
        }

        return answer;
    }

    /// <summary>What every breaker is in the end, when what was called works again.</summary>
    public void RequireRecovered()
    {
        foreach (var (name, breaker) in breakers)
        {
            Compare(name);
            oracle.Require(!breaker.IsOpenAt(Now), $"R5: breaker {name} is open long after what it guards works again");
        }
    }

    private void Fired(string job, TickRun tick, string breaker, bool isOpen)
    {
        var run = Get(store.Queries.Run(tick.Id.ToString("n"), CancellationToken.None));
        oracle.Require(
            !isOpen || run is null || run.CreatedAt < Now, $"R5: the tick {tick.Due:O} of {job} was made a run while breaker {breaker} is open");
        var record = Get(store.Queries.Ticks(job, tick.Due, tick.Due, 1, CancellationToken.None)).FirstOrDefault();
        oracle.Require(
            isOpen || record?.Skipped?.Reason != SkipReason.BreakerOpen || run is not null,
            $"R5: the tick {tick.Due:O} of {job} was skipped for breaker {breaker}, which is not open");
    }

    // Whoever lost its node, or gave its run back, is no longer at it.
    private int Trials(string name, DateTimeOffset from) => calls.Count(call =>
        call.Value.Breaker == name && call.Value.At >= from
        && Get(store.Queries.Run(call.Key.Run.ToString("n"), CancellationToken.None)) is { State: RunState.Running } run
        && run.Token == call.Key.Token);

    private bool? Succeeded(AttemptEnd end) => end switch
    {
        _ when oracle.Attempts.Cancels.Contains(end.Run) => null,
        { State: RunState.Succeeded } => true,
        { State: RunState.Failed or RunState.Dead or RunState.Retrying, Error.Type: not "worker-lost" } => false,
        _ => null,
    };

    private void Compare(string name)
    {
        var stored = Get(store.Breakers.Get(name, CancellationToken.None));
        oracle.Require(stored is not null, $"R5: breaker {name} is gone");
        var (state, known) = (stored!.State, breakers[name]);
        oracle.Require(
            state.OpenedAt == known.OpenedAt && state.Since == known.Since && state.Isolated == known.Isolated
                && state.Failures.SequenceEqual(known.Failures),
            $"R5: breaker {name} {stored.Sentence}, and by what was called it {known}");
    }

    private static T Get<T>(ValueTask<T> call) => call.GetAwaiter().GetResult();

    /// <summary>A breaker by the calls that were seen.</summary>
    private sealed class Known
    {
        public BreakerPolicy Policy { get; set; } = BreakerPolicy.Default;
        public HashSet<string> Jobs { get; } = [];
        public DateTimeOffset Since { get; set; }
        public DateTimeOffset? OpenedAt { get; private set; }
        public bool Isolated { get; set; }
        public List<DateTimeOffset> Failures { get; } = [];

        public DateTimeOffset? TrialsFrom => OpenedAt is null || Isolated ? null : Since + Policy.Recovery;

        public bool IsOpenAt(DateTimeOffset now) => OpenedAt is not null && (Isolated || now < TrialsFrom);

        public void Ended(DateTimeOffset claimedAt, bool? succeeded, DateTimeOffset now)
        {
            if (succeeded is not { } well || claimedAt < (OpenedAt is null ? Since : TrialsFrom ?? DateTimeOffset.MaxValue))
            {
                return;
            }

            if (well)
            {
                Failures.Clear();
                if (OpenedAt is not null)
                {
                    Close(now);
                }
            }
            else if (OpenedAt is not null)
            {
                Open(now);
            }
            else
            {
                Failures.Add(now);
                Failures.RemoveAll(failure => failure <= now - Policy.Window);
                if (Failures.Count >= Policy.Failures)
                {
                    Open(now);
                }
            }
        }

        public void Close(DateTimeOffset now)
        {
            (OpenedAt, Since, Isolated) = (null, now, false);
            Failures.Clear();
        }

        public void Open(DateTimeOffset now)
        {
            (OpenedAt, Since, Isolated) = (OpenedAt ?? now, now, false);
            Failures.Clear();
        }

        public override string ToString() =>
            $"{(OpenedAt is { } at ? $"opened at {at:O}" : "is closed")}, since {Since:O}{(Isolated ? ", isolated" : "")}, {Failures.Count} failures";
    }
}
