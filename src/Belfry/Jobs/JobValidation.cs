using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary>What makes a definition unfit to be saved, wherever it comes from: code, a file, or the API.</summary>
internal static class JobValidation
{
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(365);

    // A timer of the operating system counts 49 days of milliseconds.
    private static readonly TimeSpan LongestAttempt = TimeSpan.FromDays(40);
    private const int MaxArgs = 256 * 1024;

    /// <summary>All problems at once, with paths as in <see cref="JobJson"/>; empty when the definition can be saved.</summary>
    public static IReadOnlyList<JobProblem> Problems(JobDefinition job) =>
    [
        .. Of("name", JobName.Problem(job.Name)),
        .. ScheduleRules.Problems(job),
        .. AfterRules.Problems(job),
        .. RunProblems(job.Run),
        .. Of("args", Args(job.Args)),
        .. Of("timeout", job.Timeout is { } timeout ? Length(timeout, TimeSpan.FromMilliseconds(1), LongestAttempt) : null),
        .. RetryRules.Problems(job.Retry),
        .. SnoozeRules.Problems(job.Snooze),
        .. MisfireProblems(job.Misfire),
        .. Of("queue", Queue(job.Queue)),
        .. Of("priority", Between(job.Priority, -1_000, 1_000)),
        .. LimitRules.Problems(job),
        .. BreakerRules.Problems(job.Breaker),
        .. ExpectRules.Problems(job),
        .. NotifyRules.Problems(job.Notify),
        .. LabelRules.Problems(job),
    ];

    private static IEnumerable<JobProblem> RunProblems(JobAction run) => run switch
    {
        JobAction.Command(var spec) => spec.Problems().Select(problem => new JobProblem($"run.{problem.Field}", problem.Message)),
        JobAction.Handler(var name) => Of("run.handler", LabelRules.Line(name, 200)),
        JobAction.External(var grace) => Of("run.external.grace", Length(grace, TimeSpan.FromSeconds(1), LongestWait)),
        _ => [],
    };

    private static IEnumerable<JobProblem> MisfireProblems(MisfirePolicy misfire) =>
    [
        .. Of("misfire.max", Between(misfire.Max, 1, 1_000)),
        .. Of("misfire.within", Length(misfire.Within, TimeSpan.FromSeconds(1), 10 * LongestWait)),
    ];

    /// <summary>What is wrong with arguments, of a job or of a run; null when nothing is.</summary>
    public static string? Args(JsonElement? args) =>
        args is not { } json ? null
        : json.GetRawText() is var text && text.Length > MaxArgs
            ? $"are longer than {MaxArgs / 1024} KiB; store the data elsewhere and pass its address."
        : text.Contains("\\u", StringComparison.Ordinal) ? JsonTexts.Problem(json)
        : null;

    /// <summary>What is wrong with a queue's name; null when nothing is.</summary>
    public static string? Queue(string queue) =>
        queue.Contains('/') ? "must not have a / in it." : JobName.Problem(queue);

    public static string? Between(int value, int least, int greatest) =>
        value >= least && value <= greatest ? null : $"must be from {least:N0} to {greatest:N0}, not {value:N0}.";

    public static string? Length(TimeSpan value, TimeSpan least, TimeSpan greatest) =>
        value >= least && value <= greatest
            ? null
            : $"must be from {DurationText.Write(least, DurationForm.Short)} to {DurationText.Write(greatest, DurationForm.Short)}, not {DurationText.Write(value, DurationForm.Short)}.";

    public static IEnumerable<JobProblem> Of(string path, string? message) => message is null ? [] : [new JobProblem(path, message)];
}
