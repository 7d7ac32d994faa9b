using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>The caller's own name for a request. The run's id is computed from it, so a repetition finds the first one's run.</summary>
internal static class IdempotencyKey
{
    private const int MaxLength = 200;

    /// <summary>The id for the run, or null when the caller sent no key.</summary>
    public static Guid? RunId(HttpRequest request, string job, int index = 0)
    {
        var sent = request.Headers["Idempotency-Key"];
        if (sent.Count == 0)
        {
            return null;
        }

        if (sent.Count > 1 || sent[0] is not { Length: > 0 and <= MaxLength } key)
        {
            throw new RequestRefused(400, $"Idempotency-Key must be one text of 1 to {MaxLength} characters.");
        }

        // Lengths first: no two different requests can then be the same text.
        string name = FormattableString.Invariant($"belfry:request:{job.Length}:{job}:{index}:{key}");
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 16);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }
}
