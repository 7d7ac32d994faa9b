namespace Belfry.Schedules;

/// <summary>A named, immutable set of local days or times at which schedules that list it do not fire.</summary>
public abstract class Calendar(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether a fire whose nominal local time is <paramref name="local"/> is excluded.</summary>
    public abstract bool Excludes(DateTime local);
}
