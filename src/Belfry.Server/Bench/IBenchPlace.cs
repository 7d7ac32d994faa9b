namespace Belfry.Server.Bench;

/// <summary>Where a bench keeps its store: made for one measurement, gone afterwards.</summary>
internal interface IBenchPlace : IAsyncDisposable
{
    /// <summary>As the <c>store</c> setting takes it.</summary>
    string Address { get; }

    /// <summary>Puts finished runs of a job into history, past the engine, all due within one day that is over.</summary>
    Task FillHistory(string job, int runs, CancellationToken cancellation);

    /// <summary>Transactions the store has committed so far; null where it does not count them.</summary>
    Task<long?> Transactions(CancellationToken cancellation);

    /// <summary>Runs a second that the database claims and finishes with nothing in between, in its migrated store; null where that has no meaning.</summary>
    Task<double?> RawLoop(RawRows rows, int runs, CancellationToken cancellation);
}
