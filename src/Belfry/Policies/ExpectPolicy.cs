namespace Belfry.Policies;

/// <summary>What is normal for a run that succeeds. One that is not stays succeeded, with a warning.</summary>
public sealed record ExpectPolicy
{
    /// <summary>The shortest time that an attempt takes; null is any.</summary>
    public TimeSpan? Min { get; init; }

    /// <summary>The longest time that an attempt takes; null is any.</summary>
    public TimeSpan? Max { get; init; }

    /// <summary>Least time from the start of one run to the start of the next; null is any.</summary>
    public TimeSpan? AtMostEvery { get; init; }

    /// <summary>Numbers that the job reports (<c>run.Report("rows", 12)</c>), by name.</summary>
    public IReadOnlyDictionary<string, NumberBounds> Numbers { get; init; } = new Dictionary<string, NumberBounds>();

    internal bool IsNone => Min is null && Max is null && AtMostEvery is null && Numbers.Count == 0;
}

/// <summary>Bounds of a number, both inclusive; null is none.</summary>
public readonly record struct NumberBounds(double? Min, double? Max);
