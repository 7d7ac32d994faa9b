using System.Globalization;
using Belfry.Schedules;

namespace Belfry.Notifications;

/// <summary>A time of the day, in a zone, when messages wait. It may go over midnight.</summary>
public sealed class QuietHours
{
    private readonly Schedule begins;
    private readonly Schedule ends;

    /// <param name="from">Wall time at which they begin.</param>
    /// <param name="to">Wall time at which they end.</param>
    /// <param name="zone">A zone of the IANA database, such as <c>Europe/Paris</c>; null is UTC.</param>
    /// <exception cref="ScheduleException">There is no such zone.</exception>
    /// <exception cref="ArgumentException">They begin when they end.</exception>
    public QuietHours(TimeOnly from, TimeOnly to, string? zone = null)
    {
        if (from == to)
        {
            throw new ArgumentException("Quiet hours begin when they end; leave them out, or give them a length.", nameof(to));
        }

        (begins, ends) = (Daily(from, zone), Daily(to, zone));
    }

    /// <summary>Dead letters are told of all the same, and what waits with them.</summary>
    public bool ExceptDeadLetters { get; init; }

    /// <summary>When the quiet hours end that an instant lies in; null when it lies in none.</summary>
    internal DateTimeOffset? EndAt(DateTimeOffset instant)
    {
        var after = instant.AddTicks(1);
        return begins.Previous(after) > ends.Previous(after) ? ends.Next(instant) : null;
    }

    // The schedule engine knows what becomes of wall times that an offset change skips or repeats.
    private static Schedule Daily(TimeOnly time, string? zone) => Schedule.Parse(
        string.Create(CultureInfo.InvariantCulture, $"daily at {time:HH:mm}"), new ScheduleOptions { Zone = zone });
}
