using System.Collections.Concurrent;

namespace Belfry.AspNetCore.Access;

/// <summary>Codes that sign a browser in once, for links that a terminal prints. In memory only.</summary>
public sealed class LoginCodes(TimeProvider time)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> ends = new();

    /// <summary>A new code, good for one hour and one use; it goes into <c>/login?code=…</c>.</summary>
    public string Issue()
    {
        string code = Secret.New();
        ends[Secret.Hash(code)] = time.GetUtcNow() + Lifetime;
        return code;
    }

    /// <summary>Takes a code out of use; true when it was still good.</summary>
    internal bool Spend(string code) => ends.TryRemove(Secret.Hash(code), out var end) && end > time.GetUtcNow();
}
