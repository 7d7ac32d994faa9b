namespace Belfry.Policies;

/// <summary>
/// A run that was lost with its node twice may be what brings its nodes down. A node executes one such run at a time: what is
/// guilty takes no other suspect with it, so that an innocent neighbour comes to its end before it is lost too often.
/// </summary>
internal static class Doubt
{
    /// <summary>Once is an accident: whole nodes of long runs would go one by one after each.</summary>
    private const int Losses = 2;

    public static bool IsDoubtful(int lostCount) => lostCount >= Losses;

    /// <summary>How often a run may have been lost that the node still gets.</summary>
    public static int MostLosses(bool holdsDoubtful) => holdsDoubtful ? Losses - 1 : int.MaxValue;

    /// <summary>What a claim may take of these: no more than one doubtful run, the first.</summary>
    public static IEnumerable<T> Single<T>(IEnumerable<T> runs, Func<T, int> lostCount)
    {
        bool found = false;
        foreach (var run in runs)
        {
            bool isDoubtful = IsDoubtful(lostCount(run));
            if (!isDoubtful || !found)
            {
                yield return run;
            }

            found |= isDoubtful;
        }
    }
}
