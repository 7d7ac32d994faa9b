using System.Globalization;
using Belfry.Jobs;

namespace Belfry.Server.Output;

/// <summary>Instants and durations for people and for programs.</summary>
internal static class Times
{
    /// <summary>Always UTC with Z, to the second unless there is a fraction.</summary>
    public static string Iso(DateTimeOffset instant) => InstantText.Write(instant);

    /// <summary>Relative first within a day for a person; ISO for everything else.</summary>
    public static string For(Terminal terminal, DateTimeOffset instant)
    {
        if (!terminal.IsInteractive)
        {
            return Iso(instant);
        }

        var away = instant - terminal.Time.GetUtcNow();
        string clock = instant.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        return away.Duration() < TimeSpan.FromDays(1)
            ? $"{Relative(away)} {terminal.Paint(Ink.Muted, clock)}"
            : instant.UtcDateTime.ToString("ddd d MMM yyyy HH:mm", CultureInfo.InvariantCulture);
    }

    public static string Relative(TimeSpan away)
    {
        string size = Rough(away.Duration());
        return size == "0s" ? "now" : away > TimeSpan.Zero ? $"in {size}" : $"{size} ago";
    }

    /// <summary><c>850ms</c>, <c>31.2s</c>, <c>1m 10s</c>, <c>3h 40m</c>.</summary>
    public static string Duration(double milliseconds) => milliseconds switch
    {
        < 1_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0}ms"),
        < 60_000 => string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000:0.0}s"),
        < 3_600_000 => string.Create(CultureInfo.InvariantCulture, $"{(int)(milliseconds / 60_000)}m {(int)(milliseconds / 1_000) % 60}s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)(milliseconds / 3_600_000)}h {(int)(milliseconds / 60_000) % 60}m"),
    };

    private static string Rough(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } => $"{(int)span.TotalSeconds}s",
        { TotalMinutes: < 60 } => $"{(int)span.TotalMinutes}m",
        { TotalHours: < 48 } => $"{(int)span.TotalHours}h {span.Minutes}m",
        _ => $"{(int)span.TotalDays}d",
    };
}
