using Belfry.Locks;

namespace Belfry.Storage;

/// <summary>
/// The system of record, spoken in transitions. Every provider passes the one conformance suite; what a method promises
/// stands here, how it is done is the provider's.
/// </summary>
/// <remarks>
/// Rules for all methods. The store's clock alone judges what is due, leased or expired. A method that changes something
/// answers after the change is durable. Batches are atomic as a whole unless an item's answer says otherwise. A commit
/// whose answer was lost may be repeated: natural keys make the repetition find what is already there. Anything that
/// cannot reach the store throws <see cref="StoreUnavailableException"/>.
/// </remarks>
public interface IStore : IAsyncDisposable
{
    IJobs Jobs { get; }
    IRuns Runs { get; }
    INodes Nodes { get; }
    IQueues Queues { get; }
    IBreakers Breakers { get; }
    ILocks Locks { get; }
    IDeadLetters DeadLetters { get; }
    IOperations Operations { get; }
    IQueries Queries { get; }
    IOutbox Outbox { get; }

    /// <summary>The store's own way to wake other processes; null when it has none, and they poll.</summary>
    IWakeups? Wakeups => null;

    /// <summary>For people: <c>sqlite:belfry.db</c>, without secrets.</summary>
    string Description { get; }

    /// <summary>Creates or upgrades the schema; safe when several processes start at once.</summary>
    /// <exception cref="StoreException">The schema is newer than this program, or the file is not a Belfry store.</exception>
    ValueTask Migrate(CancellationToken cancellation);

    /// <summary>The store's clock; never behind an instant it has answered before.</summary>
    ValueTask<DateTimeOffset> Now(CancellationToken cancellation);
}

/// <summary>Something is wrong with the store that waiting does not mend; the message says what to do.</summary>
public class StoreException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>The store cannot be reached or written right now (locked, full, away). The call may be repeated.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : StoreException(message, inner);
