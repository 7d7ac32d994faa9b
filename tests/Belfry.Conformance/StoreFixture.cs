using Belfry.Storage;

namespace Belfry.Conformance;

/// <summary>What a provider brings to the suites: a store of its own for each test, and a clock that the test moves.</summary>
public abstract class StoreFixture : IAsyncDisposable
{
    /// <summary>Where the clock of every store starts.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>A store over the fixture's database, migrated. Called again, it answers a second one over the same data if
    /// the provider can share it, else the same one.</summary>
    public abstract ValueTask<IStore> Open();

    /// <summary>Moves the machine's clock, backwards if negative.</summary>
    public abstract ValueTask Advance(TimeSpan by);

    public abstract ValueTask DisposeAsync();
}
