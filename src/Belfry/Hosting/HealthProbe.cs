namespace Belfry.Hosting;

/// <summary>Something a node uses and can do without for a while, for the readiness check to ask after.</summary>
/// <param name="Name">One word: <c>redis</c>.</param>
/// <param name="Check">Throws a <see cref="Storage.StoreException"/> when it does not answer.</param>
public sealed record HealthProbe(string Name, Func<CancellationToken, ValueTask> Check);
