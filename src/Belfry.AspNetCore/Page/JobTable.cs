using Belfry.AspNetCore.Jobs;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.AspNetCore.Page;

internal static class JobTable
{
    public static Html Render(Page<JobRecord> jobs, IReadOnlyDictionary<string, RunRecord> lastRuns, DateTimeOffset now)
    {
        if (jobs.Items.Count == 0)
        {
            return $"""<section><h2>Jobs</h2><p class="muted">There are no jobs yet. Write some to a file, then: <code>belfry apply -f jobs.yaml</code></p></section>""";
        }

        Html more = jobs.Next is null ? Html.Nothing : $"""<p class="muted">The first {jobs.Items.Count} by name; <code>belfry job list</code> has all.</p>""";
        return $"""
            <section><h2>Jobs</h2>
            <table>
            <thead><tr><th>Name</th><th>Schedule</th><th>Next</th><th>Last</th><th>Owner</th></tr></thead>
            <tbody>{jobs.Items.Select(job => Row(job, lastRuns.GetValueOrDefault(job.Name), now))}</tbody>
            </table>{more}</section>
            """;
    }

    private static Html Row(JobRecord job, RunRecord? lastRun, DateTimeOffset now)
    {
        var view = JobView.Of(job, null);
        return $"""
            <tr>
            <td title="{view.Description}">{view.Name}</td>
            <td>{view.Words}<small>{view.Schedule}</small></td>
            <td>{Next(view, now)}</td>
            <td>{(lastRun is null ? Html.Nothing : Marks.State(lastRun.State))} {Marks.When(lastRun?.FinishedAt ?? lastRun?.StartedAt, now)}</td>
            <td>{view.Owner}</td>
            </tr>
            """;
    }

    private static Html Next(JobView job, DateTimeOffset now) => job switch
    {
        { Enabled: false } => $"disabled",
        { Pause: { } pause } => $"""<span title="{PauseText.Of(pause)}">⏸ paused: {pause.Reason}</span>""",
        _ => Marks.When(job.NextDue, now),
    };
}
