namespace Belfry.Schedules.Days;

/// <summary>Every n-th day, counted both ways from an anchor.</summary>
internal sealed class EveryDays(int n, int anchor) : DaySet
{
    public static EveryDays All { get; } = new(1, 0);

    protected override int Up(int day) => day + (int)Wall.FloorMod(anchor - day, n);

    protected override int Down(int day) => day - (int)Wall.FloorMod(day - anchor, n);
}
