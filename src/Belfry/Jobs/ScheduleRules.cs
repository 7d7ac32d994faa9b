using Belfry.Schedules;

namespace Belfry.Jobs;

/// <summary>Which schedules a job may have.</summary>
internal static class ScheduleRules
{
    public static IEnumerable<JobProblem> Problems(JobDefinition job) =>
    [
        .. JobValidation.Of("jitter", JobValidation.Length(job.Jitter, TimeSpan.Zero, TimeSpan.FromDays(1))),
        .. Window(job) is { Count: > 0 } window ? window : Text(job),
        .. job.Calendars.SelectMany((calendar, i) => JobValidation.Of($"calendars[{i}]", Calendar(calendar))),
    ];

    /// <summary>The error with the text and a mark under the place that is meant.</summary>
    public static string Sentence(string text, ScheduleError error)
    {
        // The mark only helps under a text that stands on one line as it was written.
        if (text.Length > 120 || text.Any(char.IsControl))
        {
            return error.Message;
        }

        string mark = new string(' ', error.Position) + new string('^', Math.Max(1, error.Length));
        return $"{error.Message}\n  {text}\n  {mark}";
    }

    private static IReadOnlyList<JobProblem> Window(JobDefinition job) =>
        [.. JobValidation.Of("end", job.End < job.Start ? "is before start; exchange the two." : null)];

    private static IEnumerable<JobProblem> Text(JobDefinition job)
    {
        if (!Schedule.TryParse(job.Schedule, job.ScheduleOptions(), out var schedule, out var error))
        {
            return [Problem(job, error)];
        }

        return schedule.Kind switch
        {
            ScheduleKind.Startup => JobValidation.Of("schedule", "@reboot has no meaning where any of many nodes may run a job; use a time, or start the job from outside."),
            _ when schedule.NeverFires && job.Enabled =>
                [new JobProblem("schedule", $"'{job.Schedule}' never fires; change it, or set enabled: false to keep the job for later.") { WellFormed = true }],
            _ => [],
        };
    }

    // Some errors are about a setting beside the text: that is where the mark belongs.
    private static JobProblem Problem(JobDefinition job, ScheduleError error) => error.Field switch
    {
        "zone" when job.Zone == error.Token => new JobProblem("zone", error.Message),
        "end" or "jitter" or "onExcluded" when error.Length == 0 => new JobProblem(error.Field, error.Message),
        _ => new JobProblem("schedule", Sentence(job.Schedule, error)),
    };

    private static string? Calendar(Calendar calendar) =>
        calendar.Definition is null ? $"'{calendar.Name}' has no text form, so no other node could read it; use one of the kinds that come with Belfry."
        : LabelRules.Line(calendar.Name, 100) is { } wrong ? $"has a name that {wrong}"
        : null;
}
