namespace Belfry.Schedules.Forecasts;

/// <summary>How jobs are moved apart.</summary>
internal enum SpreadWay
{
    /// <summary>Each gets the quietest minute within reach.</summary>
    Shift,

    /// <summary>Each gets a stable minute of its own from its name (<c>H</c>): less even, but new jobs spread by themselves.</summary>
    Hash,

    /// <summary>Each keeps its time and starts with a delay that changes from tick to tick.</summary>
    Jitter,
}
