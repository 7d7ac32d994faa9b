using Belfry.Locks;

namespace Belfry.Conformance;

/// <summary>What a lock provider brings to its suite: locks of its own for each test, and a clock that the test moves.</summary>
public abstract class LocksFixture : IAsyncDisposable
{
    /// <summary>The locks. Called again, it answers a second provider over the same ones if they can be shared, else the same.</summary>
    public abstract ValueTask<ILocks> Open();

    /// <summary>Moves the clock that judges, which starts at <see cref="StoreFixture.Start"/>.</summary>
    public abstract ValueTask Advance(TimeSpan by);

    public abstract ValueTask DisposeAsync();
}

/// <summary>The locks of a store.</summary>
public sealed class LocksOf<TStore> : LocksFixture
    where TStore : StoreFixture, new()
{
    private readonly TStore store = new();

    public override async ValueTask<ILocks> Open() => (await store.Open()).Locks;

    public override ValueTask Advance(TimeSpan by) => store.Advance(by);

    public override ValueTask DisposeAsync() => store.DisposeAsync();
}
