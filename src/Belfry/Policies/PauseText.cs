using Belfry.Storage;

namespace Belfry.Policies;

/// <summary>A pause as a sentence fragment for records and answers.</summary>
internal static class PauseText
{
    public static string Of(JobPause pause)
    {
        var until = pause.Until is { } end ? $" until {Durations.Instant(end)}" : "";
        return $"paused by {pause.By} since {Durations.Instant(pause.Since)}{until}: {pause.Reason}";
    }
}
