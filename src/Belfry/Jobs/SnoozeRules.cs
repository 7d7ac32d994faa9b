using Belfry.Policies;

namespace Belfry.Jobs;

internal static class SnoozeRules
{
    private const int Most = 1_000_000;

    public static IEnumerable<JobProblem> Problems(SnoozePolicy snooze) =>
    [
        .. RetryRules.Errors("snooze.errors", snooze.Errors),
        .. JobValidation.Of("snooze.for", JobValidation.Length(snooze.For, SnoozeException.Shortest, SnoozeException.Longest)),
        .. JobValidation.Of("snooze.for", snooze.Errors.Count == 0 && snooze.For != SnoozePolicy.Default.For
            ? "has no effect without snooze.errors; name the errors that mean \"not yet\", such as [exit 75]."
            : null),
        .. JobValidation.Of("snooze.max", JobValidation.Between(snooze.Max, 0, Most)),
    ];
}
