using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Belfry.Runs;

/// <summary>Ids of runs. A tick's id is computed from the tick, so that a repeated insert finds the first one.</summary>
internal static class RunId
{
    /// <summary>Of the job and the tick.</summary>
    public static Guid ForTick(string job, DateTimeOffset due) => Named($"belfry:tick:{job}:{due.UtcTicks}");

    /// <summary>Of the run that does the work of a dead one again.</summary>
    public static Guid ForRecovery(Guid dead) => Named($"belfry:recovery:{dead:n}");

    /// <summary>Of the run that a backfill makes for a tick that has none.</summary>
    public static Guid ForBackfill(string job, DateTimeOffset due) => Named($"belfry:backfill:{job}:{due.UtcTicks}");

    /// <summary>Of the run that one backfill makes for a tick whether it has one or not.</summary>
    public static Guid ForBackfill(Guid operation, DateTimeOffset due) => Named($"belfry:backfill:{operation:n}:{due.UtcTicks}");

    /// <summary>Of a run that another run asks for.</summary>
    public static Guid ForChild(Guid parent, string key) => Named($"belfry:child:{parent:n}:{key}");

    // A UUID version 5 (RFC 9562).
    private static Guid Named(string text)
    {
        Span<byte> hash = stackalloc byte[20];
        var name = Encoding.UTF8.GetBytes(text);
#pragma warning disable CA5350 // RFC 9562 names SHA-1 for version 5; it serves as a name here, not as a protection.
        SHA1.HashData(name, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>A UUID version 7 (RFC 9562): sorts by the instant it was made at.</summary>
    public static Guid New(DateTimeOffset now, Chance chance)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)now.ToUnixTimeMilliseconds() << 16);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)((chance.NextBits() & 0x0FFF) | 0x7000));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (chance.NextBits() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000);
        return new Guid(bytes, bigEndian: true);
    }
}
