namespace Belfry.Policies;

/// <summary>
/// How many retries all runs of a job together may have: where a target fails every time, its retries stay a small part of its load.
/// A run that finds the budget used up ends as a dead letter.
/// </summary>
/// <param name="Retries">At most so many in each <paramref name="Per"/>; it refills evenly, as a rate of starts does.</param>
/// <param name="Per">See <paramref name="Retries"/>.</param>
public sealed record RetryBudget(int Retries, TimeSpan Per)
{
    internal LimitPolicy Bucket => new(Running: null, Retries, Per);

    /// <summary>Why a run is not tried again.</summary>
    internal string Spent => $"not tried again: the job's budget of {Retries:N0} retries per {Durations.Text(Per)} is used up";
}
