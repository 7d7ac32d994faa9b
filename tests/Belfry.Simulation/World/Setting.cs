using System.Globalization;

namespace Belfry.Simulation;

/// <summary>
/// All that a history depends on: the same setting gives the same history. A seed draws the rest; shrinking takes away from it.
/// </summary>
internal sealed record Setting(ulong Seed)
{
    public const int LongestChaos = 20;

    // Faults that reach everything at once are rarer, or they would hide the others.
    private static readonly Dictionary<Fault, int> PercentOf = new()
    {
        [Fault.Outages] = 30,
        [Fault.StoreClockSteps] = 20,
        [Fault.Suspends] = 12,
        [Fault.Poison] = 25,
        [Fault.Stubbornness] = 25,
    };

    // What their oracles expect holds while nothing else decides about the same ticks and runs: a seed has one of these at most.
    private static readonly Fault[] Apart = [Fault.Breakers, Fault.Operations, Fault.Snoozes, Fault.Chains];

    public required IReadOnlySet<Fault> Faults { get; init; }
    public required int Nodes { get; init; }
    public required int Jobs { get; init; }

    /// <summary>How long the faults go on, in seconds.</summary>
    public int Chaos { get; init; } = LongestChaos;

    /// <summary>A defect planted on purpose; null is the product as it is.</summary>
    public Mutant? Mutant { get; init; }

    /// <summary>Each class of faults is switched on and off by itself, so that rare pairs meet.</summary>
    public static Setting Of(ulong seed)
    {
        var chance = new Chance(seed ^ 0x5e771495);
        var faults = Enum.GetValues<Fault>().Where(fault => ChanceFor(fault).Next(100) < PercentOf.GetValueOrDefault(fault, 45)).ToHashSet();
        faults.ExceptWith(Apart.Where(faults.Contains).Except([Apart[seed % (ulong)Apart.Length]]));
        return new Setting(seed)
        {
            Faults = faults,
            Nodes = 3 + Math.Max(0, chance.Next(4) - 1),
            Jobs = 4 + chance.Next(6),
        };

        // Classes that came later draw from a chance of their own: without them a seed is what it was.
        Chance ChanceFor(Fault fault) => fault <= Fault.Locks ? chance : new Chance(seed ^ 0x5e771495 ^ ((ulong)fault << 40));
    }

    public bool Has(Fault fault) => Faults.Contains(fault);

    /// <summary>The one line that shows this history again.</summary>
    public string CommandLine
    {
        get
        {
            var drawn = Of(Seed);
            var without = drawn.Faults.Except(Faults).Order().Select(fault => fault.ToString().ToLowerInvariant()).ToList();
            var words = new List<string> { "./test simulation --seed", Seed.ToString(CultureInfo.InvariantCulture) };
            Add(Mutant is not null, "--mutant", Mutant?.Name);
            Add(without.Count > 0, "--without", string.Join(',', without));
            Add(Nodes != drawn.Nodes, "--nodes", Nodes.ToString(CultureInfo.InvariantCulture));
            Add(Jobs != drawn.Jobs, "--jobs", Jobs.ToString(CultureInfo.InvariantCulture));
            Add(Chaos != drawn.Chaos, "--chaos", Chaos.ToString(CultureInfo.InvariantCulture));
            return string.Join(' ', words);

            void Add(bool needed, string flag, string? value)
            {
                if (needed)
                {
                    words.Add($"{flag} {value}");
                }
            }
        }
    }
}
