namespace Belfry.Server.Drill.Checks;

/// <summary>What the API acknowledged is there, once; what it may or may not have done is there at most once.</summary>
internal static class CallChecks
{
    public const string Enqueue = "enqueue";

    /// <summary>C5 and C6.</summary>
    public static IEnumerable<Finding> Enqueues(History history)
    {
        var stored = history.Runs.Where(run => run.Key is not null).ToLookup(run => run.Key!);
        foreach (var wish in history.Calls.Where(call => call.Kind == Enqueue).GroupBy(call => call.Key))
        {
            int there = stored[wish.Key].Count();
            bool acknowledged = wish.Any(call => call.Outcome == CallOutcome.Acknowledged);
            if (acknowledged && there == 0)
            {
                yield return new Finding("C5", "I3", $"run {wish.Key} of {wish.First().Job} was acknowledged, and is not in the store");
            }

            if (there > 1)
            {
                yield return new Finding("C6", "I4", $"run {wish.Key} of {wish.First().Job} was asked for once, and is in the store {there} times");
            }
        }
    }

    /// <summary>A server answers, or says that it cannot now (503); it never fails at it.</summary>
    public static IEnumerable<Finding> Answers(History history) =>
        from call in history.Calls
        where call.Status >= 500 && call.Status != 503
        group call by (call.Kind, call.Status) into answers
        select new Finding("answers", "I4", $"{answers.Count()} calls to {answers.Key.Kind} were answered with {answers.Key.Status}");
}
