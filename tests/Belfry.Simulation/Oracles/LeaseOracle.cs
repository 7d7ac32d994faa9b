using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of nodes: nobody is declared dead before its lease is over by the store's clock, nobody who could reach the
/// store at all, and nobody claims without a lease (promise I5).
/// </summary>
internal sealed class LeaseOracle(World world, Oracle oracle)
{
    private readonly Dictionary<Guid, (Host Host, DateTimeOffset Until)> leases = [];
    private readonly Dictionary<Host, Guid> current = [];

    public BeatReply Beaten(Host host, Heartbeat beat, BeatReply reply)
    {
        if (reply.Accepted)
        {
            leases[beat.Id] = (host, world.StoreTime.Judged + beat.LeaseTime);
            current[host] = beat.Id;
            if (reply.Released > 0)
            {
                world.Note($"{host.Name} gave back {reply.Released} runs that it did not list");
            }
        }

        return reply;
    }

    public void Claimed(ClaimRequest request, ClaimReply reply) => oracle.Require(
        reply.Runs.Count == 0 || (leases.TryGetValue(request.Node, out var lease) && lease.Until > world.StoreTime.Judged),
        $"I5: node {request.Node:n} claimed without a lease");

    public void Left(Guid node) => leases.Remove(node);

    public RescueReply Rescued(RescueReply reply)
    {
        foreach (var node in reply.FencedNodes)
        {
            world.Note($"node {node:n} is declared dead");
            if (!leases.Remove(node, out var lease))
            {
                continue;
            }

            oracle.Require(
                lease.Until <= world.StoreTime.Judged,
                $"I5: {lease.Host.Name} was declared dead {(lease.Until - world.StoreTime.Judged).TotalSeconds:0.0} s before its lease was over");
            oracle.Require(
                current[lease.Host] != node || !Reaches(lease.Host),
                $"I5: {lease.Host.Name} was declared dead, and nothing kept it from the store");
        }

        return reply;
    }

    // Its lease can only be over by what happened since it was last renewed.
    private bool Reaches(Host host) =>
        host.UntroubledFor(Timing.LeaseTime * 2) && world.Elapsed - world.StoreTime.SteppedAt > Timing.LeaseTime.Ticks * 2;
}
