using System.Buffers;
using System.Text;

namespace Belfry.Schedules.Cron;

/// <summary>
/// The stable hash behind <c>H</c>: FNV-1a over the seed, a zero byte, the field's letter and the item's ordinal, finished as
/// MurmurHash3 does. Fixed for all versions and platforms: a job keeps its minute when Belfry is upgraded.
/// </summary>
internal static class CronHash
{
    public static ulong Of(string seed, char letter, byte ordinal)
    {
        var length = Encoding.UTF8.GetByteCount(seed);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        Encoding.UTF8.GetBytes(seed, rented);
        var hash = 0xcbf29ce484222325;
        foreach (var b in rented.AsSpan(0, length))
            hash = Step(hash, b);
        ArrayPool<byte>.Shared.Return(rented);
        return Finish(Step(Step(Step(hash, 0), (byte)letter), ordinal));
    }

    private static ulong Step(ulong hash, byte b) => (hash ^ b) * 0x100000001b3;

    private static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
