using System.Collections.Concurrent;
using System.Net;

namespace Belfry.AspNetCore.Access;

/// <summary>Counts wrong keys by address, so that guessing is slow: after twenty in a minute none is looked at.</summary>
internal sealed class FailedKeys(TimeProvider time)
{
    private const int Allowed = 20;
    private const int MaxAddresses = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IPAddress, (int Count, DateTimeOffset Since)> counts = new();

    /// <summary>How long this address must wait; null when it may try.</summary>
    public TimeSpan? Wait(IPAddress? address) =>
        counts.TryGetValue(address ?? IPAddress.None, out var failed) && failed.Count >= Allowed && Age(failed.Since) < Window
            ? Window - Age(failed.Since)
            : null;

    public void Add(IPAddress? address)
    {
        if (counts.Count >= MaxAddresses)
        {
            counts.Clear();
        }

        counts.AddOrUpdate(
            address ?? IPAddress.None,
            _ => (1, time.GetUtcNow()),
            (_, failed) => Age(failed.Since) < Window ? (failed.Count + 1, failed.Since) : (1, time.GetUtcNow()));
    }

    private TimeSpan Age(DateTimeOffset since) => time.GetUtcNow() - since;
}
