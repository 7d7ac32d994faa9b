using System.Globalization;
using Belfry.Schedules.Cron;

namespace Belfry.Schedules;

/// <summary>Delays that look random and are not: a function of the key and the nominal instant, in whole milliseconds.</summary>
internal static class Jitter
{
    // Keeps these hashes apart from those of the cron fields.
    private const char Letter = 'j';

    /// <summary>From zero to <paramref name="most"/>, both included.</summary>
    public static TimeSpan Of(string key, long nominal, TimeSpan most)
    {
        var steps = (ulong)(most.Ticks / TimeSpan.TicksPerMillisecond) + 1;
        var hash = CronHash.Of(string.Create(CultureInfo.InvariantCulture, $"{key}\0{nominal}"), Letter, 0);
        return TimeSpan.FromMilliseconds((long)(hash % steps));
    }
}
