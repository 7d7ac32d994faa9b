namespace Belfry.Simulation;

/// <summary>Which faults a seed has. Each class is switched on and off by itself, so that rare pairs meet.</summary>
internal sealed record Faults
{
    public double LostBefore { get; init; }
    public double LostAfter { get; init; }
    public bool Slow { get; init; }
    public bool Kills { get; init; }
    public bool Freezes { get; init; }
    public bool Outages { get; init; }
    public bool ClockJumps { get; init; }
    public bool Edits { get; init; }
    public bool Pauses { get; init; }
    public bool Cancels { get; init; }

    public static Faults Draw(Chance chance) => new()
    {
        LostBefore = Flip(chance) ? 0.03 : 0,
        LostAfter = Flip(chance) ? 0.03 : 0,
        Slow = Flip(chance),
        Kills = Flip(chance),
        Freezes = Flip(chance),
        Outages = Flip(chance),
        ClockJumps = Flip(chance),
        Edits = Flip(chance),
        Pauses = Flip(chance),
        Cancels = Flip(chance),
    };

    private static bool Flip(Chance chance) => chance.Next(2) == 0;
}
