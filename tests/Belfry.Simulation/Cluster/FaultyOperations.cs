using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>The operations of the one store as one process sees them, through its network.</summary>
internal sealed class FaultyOperations(IOperations inner, Network network, Oracle oracle) : IOperations
{
    public ValueTask<OperationRecord> Start(NewOperation operation, CancellationToken cancellation) =>
        network.Call("start", () => inner.Start(operation, cancellation));

    public ValueTask<OperationRecord?> Find(string idOrPrefix, CancellationToken cancellation) =>
        network.Call("find operation", () => inner.Find(idOrPrefix, cancellation));

    public ValueTask<Page<OperationRecord>> List(OperationQuery query, CancellationToken cancellation) =>
        network.Call("list operations", () => inner.List(query, cancellation));

    public ValueTask<OperationRecord?> Cancel(Guid id, string reason, CancellationToken cancellation) =>
        network.Call("cancel operation", () => inner.Cancel(id, reason, cancellation));

    public ValueTask<DueOperations> Due(int limit, CancellationToken cancellation) =>
        network.Call("due operations", () => inner.Due(limit, cancellation));

    public ValueTask<OperationRecord?> Step(OperationStep step, CancellationToken cancellation) =>
        network.Call("step", async () => oracle.Operations.Stepped(step, await inner.Step(step, cancellation)));
}
