namespace Belfry.Postgres;

/// <summary>
/// The run is not this attempt's any more: somebody else holds it, it has ended, or it was asked to end. The transaction in which
/// it should have been completed cannot be committed.
/// </summary>
public sealed class LeaseLostException(string message, Exception? inner = null) : Exception(message, inner);
