namespace Belfry.Simulation;

/// <summary>Takes away from a failing setting whatever it fails without.</summary>
internal static class Shrinking
{
    private const int FewestNodes = 1;

    /// <summary>The smallest setting found that breaks a promise, and how many were tried.</summary>
    public static (Outcome Smallest, int Tries) Of(Outcome failing)
    {
        var (smallest, tries) = (failing, 0);
        while (Next(smallest, ref tries) is { } smaller)
        {
            smallest = smaller;
        }

        return (smallest, tries);
    }

    private static Outcome? Next(Outcome failing, ref int tries)
    {
        foreach (var smaller in Smaller(failing.Setting))
        {
            tries++;
            if (Simulator.Play(smaller) is var outcome && Kind(outcome) == Kind(failing))
            {
                return outcome;
            }
        }

        return null;
    }

    // The number of the promise: what breaks another one is another defect.
    private static string? Kind(Outcome outcome) => (outcome.Broken as PromiseBrokenException)?.Promise.Split(':')[0];

    // What takes most away comes first.
    private static IEnumerable<Setting> Smaller(Setting setting)
    {
        foreach (var fault in setting.Faults.Order())
        {
            yield return setting with { Faults = setting.Faults.Except([fault]).ToHashSet() };
        }

        if (setting.Nodes > FewestNodes)
        {
            yield return setting with { Nodes = setting.Nodes - 1 };
        }

        if (setting.Jobs > 1)
        {
            yield return setting with { Jobs = setting.Jobs / 2 };
            yield return setting with { Jobs = setting.Jobs - 1 };
        }

        if (setting.Chaos > 1)
        {
            yield return setting with { Chaos = setting.Chaos / 2 };
            yield return setting with { Chaos = setting.Chaos - 1 };
        }
    }
}
