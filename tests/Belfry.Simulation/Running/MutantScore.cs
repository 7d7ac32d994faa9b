namespace Belfry.Simulation;

/// <summary>
/// Says for each planted defect which seeds see it. A defect that none sees is a hole in the simulator, and fails the run.
/// </summary>
internal static class MutantScore
{
    /// <summary>Seeds for each mutant of a full run; every one of them is played.</summary>
    public const int UsualSeeds = 100;

    // A mutant that is hard to see gets more until one sees it.
    private const int MostSeeds = 2_000;

    public static bool Run(IReadOnlyList<Mutant> mutants, ulong from, int seeds, TextWriter output)
    {
        output.WriteLine($"{"mutant",-22} {"seeds",6} {"seen by",8} {"first",6}  copies");
        var survivors = 0;
        foreach (var mutant in mutants)
        {
            var score = Of(mutant, from, seeds);
            survivors += score.SeenBy == 0 ? 1 : 0;
            output.WriteLine($"{mutant.Name,-22} {score.Seeds,6} {score.SeenBy,8} {score.First?.ToString() ?? "none",6}  {mutant.Copies}");
        }

        output.WriteLine($"{mutants.Count - survivors} of {mutants.Count} mutants caught");
        return survivors == 0;
    }

    /// <param name="seeds">How many are played when one of them sees it; none does, and more follow.</param>
    public static Score Of(Mutant mutant, ulong from, int seeds)
    {
        var score = new Score(0, 0, null);
        var settings = Enumerable.Range(0, MostSeeds).Select(i => mutant.On(Setting.Of(from + (ulong)i)));
        Batch.Run(settings, outcome =>
        {
            score = score.With(outcome);
            return score.Seeds < seeds || score.SeenBy == 0;
        });
        return score;
    }

    internal sealed record Score(int Seeds, int SeenBy, ulong? First)
    {
        public Score With(Outcome outcome)
        {
            // Not every history comes to what some mutants change. None of so many does: it is not there any more.
            if (outcome.Broken is NotPlantedException && (SeenBy > 0 || Seeds < UsualSeeds))
            {
                return this with { Seeds = Seeds + 1 };
            }

            // What the store itself refuses was seen, too, though not by an oracle.
            if (outcome.Broken is not (null or PromiseBrokenException or Storage.StoreException))
            {
                throw new InvalidOperationException($"{outcome.Setting.CommandLine} did not break a promise, but the simulator", outcome.Broken);
            }

            var seed = outcome.Setting.Seed;
            return new Score(
                Seeds + 1,
                SeenBy + (outcome.Broken is null ? 0 : 1),
                outcome.Broken is null || First < seed ? First : seed);
        }
    }
}
