using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.AspNetCore.Page;

internal static class RunTable
{
    // The first 12 digits of an id are its time; runs of one millisecond differ after them.
    private const int IdDigits = 16;

    public static Html Active(IReadOnlyList<RunRecord> runs, DateTimeOffset now)
    {
        if (runs.Count == 0)
        {
            return $"""<section><h2>Now</h2><p class="muted">Nothing runs or waits right now.</p></section>""";
        }

        return $"""
            <section><h2>Now</h2>
            <table>
            <thead><tr><th>Job</th><th>State</th><th>Progress</th><th>Since</th><th class="number">Attempt</th><th>Node</th></tr></thead>
            <tbody>{runs.Select(run => ActiveRow(run, now))}</tbody>
            </table></section>
            """;
    }

    public static Html Latest(IReadOnlyList<RunRecord> runs, DateTimeOffset now) => runs.Count == 0
        ? Html.Nothing
        : $"""
            <section><h2>Latest runs</h2>
            <table>
            <thead><tr><th>Job</th><th>State</th><th>Due</th><th class="number">Duration</th><th>Error</th><th>Run</th></tr></thead>
            <tbody>{runs.Select(run => LatestRow(run, now))}</tbody>
            </table></section>
            """;

    private static Html ActiveRow(RunRecord run, DateTimeOffset now) => $"""
        <tr>
        <td>{run.Job}</td>
        <td>{Marks.State(run.State)}</td>
        <td>{Progress(run)}</td>
        <td>{Marks.When(run.StartedAt ?? run.AvailableAt, now)}</td>
        <td class="number">{run.Attempt} of {run.MaxAttempts}</td>
        <td>{run.Node}</td>
        </tr>
        """;

    private static Html LatestRow(RunRecord run, DateTimeOffset now) => $"""
        <tr>
        <td>{run.Job}</td>
        <td>{Marks.State(run.State)}{(run.Warnings.Count > 0 ? " ⚠" : "")}</td>
        <td>{Marks.When(run.Due, now)}</td>
        <td class="number">{(run.FinishedAt - run.StartedAt is { } duration ? Durations.Text(duration) : "")}</td>
        <td class="long">{run.Error?.Message ?? string.Join("; ", run.Warnings)}</td>
        <td><code>{run.Id.ToString("n")[..IdDigits]}</code></td>
        </tr>
        """;

    private static Html Progress(RunRecord run)
    {
        Html words = $"{run.ProgressText ?? run.Note}";
        return run.Progress is { } done
            ? $"""<progress max="1" value="{done:0.###}">{done:P0}</progress> {words}"""
            : words;
    }
}
