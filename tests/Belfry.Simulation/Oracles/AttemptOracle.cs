using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of attempts: tokens only grow, only the newest one is listened to, what has ended does not begin again, and
/// a node that leaves in order leaves nothing behind (promises I2, I6, I16, I19).
/// </summary>
internal sealed class AttemptOracle(World world, Oracle oracle)
{
    private readonly Dictionary<Guid, (long Token, Guid Node, string Job)> held = [];
    private readonly Dictionary<Guid, RunState> ended = [];
    private readonly Dictionary<Guid, long> tokens = [];
    private readonly HashSet<Guid> cancelled = [];
    private readonly HashSet<long> suspects = [];
    private long greatestToken;

    /// <summary>The newest token of each run.</summary>
    public IReadOnlyDictionary<Guid, long> Tokens => tokens;

    /// <summary>How runs ended, as far as their nodes said so.</summary>
    public IReadOnlyDictionary<Guid, RunState> Ended => ended;

    /// <summary>Runs whose cancellation was acknowledged before they had ended.</summary>
    public IReadOnlySet<Guid> Cancels => cancelled;

    public void Claimed(ClaimRequest request, ClaimReply reply)
    {
        foreach (var run in reply.Runs)
        {
            world.Note($"claimed {run.Definition.Name} {run.Due:HH:mm:ss} attempt {run.Attempt} token {run.Token} by {request.Node:n}");
            oracle.Require(run.Token > greatestToken, $"I2: token {run.Token} is not greater than {greatestToken}");
            oracle.Require(!ended.ContainsKey(run.Id), $"I6: the finished run {run.Id:n} of {run.Definition.Name} was claimed");
            greatestToken = run.Token;
            tokens[run.Id] = run.Token;
            if (run.LostCount >= 2)
            {
                suspects.Add(run.Token);
            }

            held[run.Id] = (run.Token, request.Node, run.Definition.Name);
        }
    }

    /// <summary>The attempt of a run that had been lost with its node twice: it may be what brings nodes down.</summary>
    public bool IsSuspect(long token) => suspects.Contains(token);

    public IReadOnlyList<FinishStatus> Finished(IReadOnlyList<AttemptEnd> ends, IReadOnlyList<FinishStatus> statuses)
    {
        for (var i = 0; i < ends.Count; i++)
        {
            var end = ends[i];
            world.Note($"finish {end.Run:n} token {end.Token} {end.State}: {statuses[i]}");
            if (statuses[i] != FinishStatus.Accepted)
            {
                continue;
            }

            oracle.Require(tokens.GetValueOrDefault(end.Run) == end.Token, $"I2: an end with stale token {end.Token} was accepted");
            oracle.Require(!ended.ContainsKey(end.Run), $"I6: the finished run {end.Run:n} ended again");
            held.Remove(end.Run);
            if (end.State > RunState.Retrying)
            {
                ended[end.Run] = end.State;
            }
        }

        return statuses;
    }

    public IReadOnlyList<bool> Reported(IReadOnlyList<RunReport> reports, IReadOnlyList<bool> accepted)
    {
        for (var i = 0; i < reports.Count; i++)
        {
            oracle.Require(
                !accepted[i] || tokens.GetValueOrDefault(reports[i].Run) == reports[i].Token,
                $"I2: a report with stale token {reports[i].Token} was accepted");
        }

        return accepted;
    }

    public CancelStatus Cancelled(Guid run, CancelStatus status)
    {
        world.Note($"cancel {run:n}: {status}");
        if (status is CancelStatus.Requested or CancelStatus.Cancelled)
        {
            oracle.Require(!ended.ContainsKey(run), $"I6: the finished run {run:n} was cancelled");
            cancelled.Add(run);
        }

        return status;
    }

    public void Replaced(IReadOnlyList<FiringResult> results) => cancelled.UnionWith(results.SelectMany(result => result.Cancelled));

    /// <summary>A node that was asked to end, and that nothing kept from doing so in order, holds nothing when it goes.</summary>
    public void Leaving(Host host, Guid node)
    {
        if (host.UntroubledFor(Timing.DrainTime * 2) && world.Elapsed - host.StarvedAt > Timing.DrainTime.Ticks * 2)
        {
            foreach (var (run, attempt) in held.Where(pair => pair.Value.Node == node && tokens[pair.Key] == pair.Value.Token))
            {
                oracle.Require(false, $"I19: {host.Name} left, and run {run:n} of {attempt.Job} was neither ended nor handed back");
            }
        }
    }
}
