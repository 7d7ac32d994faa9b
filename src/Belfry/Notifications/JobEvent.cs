namespace Belfry.Notifications;

/// <summary>What an event tells of.</summary>
public enum EventKind
{
    /// <summary>A run ended for good: as failed or dead, with warnings, or well after something was not.</summary>
    RunEnded,

    /// <summary>Ticks came too late to be run.</summary>
    TicksMissed,

    /// <summary>The job's breaker opened or closed.</summary>
    BreakerChanged,

    /// <summary>The job's runs have begun, or ceased, to overrun its interval.</summary>
    Drifted,
}

/// <summary>
/// Something that happened to a job that asks to be told of. Written in the transaction of its cause, so that neither is without the
/// other, and deleted in the transaction that decides who is told.
/// </summary>
/// <param name="Id">Grows.</param>
/// <param name="At">By the store's clock.</param>
/// <param name="Word">
/// The run's state, the reason of the skip, <c>open</c>, <c>isolated</c> or <c>closed</c>; <c>overrun</c>, or <c>ok</c> when that is over.
/// </param>
public sealed record JobEvent(long Id, DateTimeOffset At, string Job, EventKind Kind, string Word)
{
    /// <summary>The run that it is about.</summary>
    public Guid? Run { get; init; }

    /// <summary>The run's tick, or the first one missed.</summary>
    public DateTimeOffset? Due { get; init; }

    /// <summary>Missed ticks.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The error's message, or a sentence with the particulars; of a breaker it begins with its name.</summary>
    public string? Text { get; init; }

    public string? ErrorType { get; init; }

    public string? Fingerprint { get; init; }

    /// <summary>What was not as expected of a run that succeeded.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
