using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>
/// What must be true of nodes: nobody is declared dead before its lease is over by the store's clock, nobody who could reach the
/// store at all, and nobody claims without a lease (promise I5).
/// </summary>
internal sealed class LeaseOracle(World world, Oracle oracle)
{
    private readonly Dictionary<Guid, Lease> leases = [];
    private readonly Dictionary<Host, Guid> current = [];

    public BeatReply Beaten(Host host, Heartbeat beat, BeatReply reply)
    {
        if (reply.Accepted)
        {
            leases[beat.Id] = new Lease(host, world.StoreTime.Judged + beat.LeaseTime, world.Elapsed);
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
                current[lease.Host] != node || !CouldHaveRenewed(lease),
                $"I5: {lease.Host.Name} was declared dead, and nothing kept it from the store");
        }

        return reply;
    }

    // Its lease can only be over by what happened since it was last renewed.
    private bool CouldHaveRenewed(Lease lease) =>
        lease.Host.UntroubledFor(TimeSpan.FromTicks(world.Elapsed - lease.RenewedAt)) && world.StoreTime.SteppedAt < lease.RenewedAt;

    private sealed record Lease(Host Host, DateTimeOffset Until, long RenewedAt);
}
