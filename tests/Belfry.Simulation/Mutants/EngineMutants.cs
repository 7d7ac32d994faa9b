using System.Text;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>Its name stands for a node, from one start to the next.</summary>
internal sealed class NameIsIdentity(IStore inner, string name) : StoreLayer(inner)
{
    private readonly Guid id = new(Encoding.ASCII.GetBytes(name.PadRight(16))[..16]);

    public override ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation) =>
        base.Beat(beat with { Id = id }, cancellation);

    public override ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) =>
        base.Claim(request with { Node = id }, cancellation);

    public override ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation) =>
        base.Finish([.. ends.Select(end => end with { Node = id })], cancellation);

    public override ValueTask Leave(Guid node, CancellationToken cancellation) => base.Leave(id, cancellation);
}

internal sealed class NoCapOnLost(IStore inner) : StoreLayer(inner)
{
    public override ValueTask<RescueReply> Rescue(
        DateTimeOffset endedBefore, int maxLost, IReadOnlyList<Guid> dead, CancellationToken cancellation) =>
        base.Rescue(endedBefore, int.MaxValue, dead, cancellation);
}

/// <summary>A node does not say that it executes a run that was lost twice.</summary>
internal sealed class SuspectsTogether(IStore inner) : StoreLayer(inner)
{
    public override ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation) =>
        base.Claim(request with { HoldsDoubtful = false }, cancellation);
}

/// <summary>One try, and the attempt counts as over.</summary>
internal sealed class EndGivesUp(IStore inner) : StoreLayer(inner)
{
    public override async ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation)
    {
        try
        {
            return await base.Finish(ends, cancellation);
        }
        catch (StoreUnavailableException)
        {
            return [.. ends.Select(_ => FinishStatus.Fenced)];
        }
    }
}

/// <summary>What is claimed ahead starts at once.</summary>
internal sealed class StartsEarly(IStore inner) : StoreLayer(inner)
{
    public override async ValueTask<ClaimReply> Claim(ClaimRequest request, CancellationToken cancellation)
    {
        var reply = await base.Claim(request, cancellation);
        return reply with { Runs = [.. reply.Runs.Select(run => run with { AvailableAt = reply.Now })] };
    }
}

/// <summary>A beat that fails counts as one that was accepted.</summary>
internal sealed class NoSelfFence(IStore inner, Planting planting) : StoreLayer(inner)
{
    public override async ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation)
    {
        try
        {
            return await base.Beat(beat, cancellation);
        }
        catch (StoreUnavailableException)
        {
            return new BeatReply(Accepted: true, planting.Store.Now(cancellation).GetAwaiter().GetResult(), [], [], 0);
        }
    }
}

/// <summary>No beats once the node was asked to stop.</summary>
internal sealed class DrainStopsTheHeart(IStore inner) : StoreLayer(inner)
{
    public override async ValueTask<BeatReply> Beat(Heartbeat beat, CancellationToken cancellation) => beat.Draining
        ? new BeatReply(Accepted: true, await base.Now(cancellation), [], [], 0)
        : await base.Beat(beat, cancellation);
}

/// <summary>What a node that stops hands back is not written.</summary>
internal sealed class DrainForgets(IStore inner) : StoreLayer(inner)
{
    public override async ValueTask<IReadOnlyList<FinishStatus>> Finish(IReadOnlyList<AttemptEnd> ends, CancellationToken cancellation)
    {
        var kept = ends.Where(end => end.State != RunState.Queued).ToList();
        var statuses = kept.Count == 0 ? [] : await base.Finish(kept, cancellation);
        return [.. ends.Select(end => end.State == RunState.Queued ? FinishStatus.Accepted : statuses[kept.IndexOf(end)])];
    }
}

/// <summary>A new schedule begins ten seconds ago.</summary>
internal sealed class EditRepeatsThePast(IStore inner) : StoreLayer(inner)
{
    private static readonly TimeSpan Back = TimeSpan.FromSeconds(10);

    public override ValueTask<JobRecord?> Save(JobChange change, CancellationToken cancellation)
    {
        if (change is { Expected: { LastDue: { } last } before, NextDue: { } next } && next != before.NextDue)
        {
            var first = change.Definition.ParseSchedule().Next(last - Back);
            change = change with { NextDue = first, FireAt = first };
        }

        return base.Save(change, cancellation);
    }
}
