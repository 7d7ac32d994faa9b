namespace Belfry.Notifications;

/// <summary>When a message that was not delivered is tried again. Pure.</summary>
internal static class Redelivery
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Most = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan MostAsked = TimeSpan.FromHours(1);
    private static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    /// <summary>How long to wait; null when it has been tried for long enough.</summary>
    /// <param name="attempts">Deliveries that failed.</param>
    /// <param name="retryAfter">What the other side asked for.</param>
    /// <param name="age">Of the message.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan? Wait(int attempts, TimeSpan? retryAfter, TimeSpan age, double chance)
    {
        if (age > GiveUpAfter)
        {
            return null;
        }

        var grown = First * Math.Pow(2, Math.Min(attempts - 1, 20));
        var wait = (grown < Most ? grown : Most) * (0.5 + chance / 2);
        var asked = retryAfter > MostAsked ? MostAsked : retryAfter ?? TimeSpan.Zero;
        return asked > wait ? asked : wait;
    }
}
