namespace Belfry.Schedules.Cron;

/// <summary>A cron language of another program.</summary>
internal enum CronDialect
{
    /// <summary>Quartz and Quartz.NET: six or seven fields, days of the week 1 (Sunday) to 7.</summary>
    Quartz,

    /// <summary>Cronos, and so Hangfire: both day fields must hold.</summary>
    Cronos,

    /// <summary>Vixie cron and cronie: <c>~</c> for a random value; a day field with a leading star never widens the other.</summary>
    Vixie,
}

/// <summary>Foreign cron text in Belfry's language.</summary>
/// <param name="Text">What to parse.</param>
/// <param name="DayRule">How its day fields combine.</param>
/// <param name="Note">What will still differ from the original program; null if nothing does.</param>
internal sealed record ImportedCron(string Text, DayRule DayRule, string? Note);
