using System.Globalization;
using Belfry.AspNetCore.Status;
using Belfry.Policies;

namespace Belfry.AspNetCore.Page;

internal static class Totals
{
    public static Html Render(Overview overview)
    {
        var last = overview.Last24Hours;
        string rate = last.SuccessRate is { } share ? share.ToString("P1", CultureInfo.InvariantCulture) : "none yet";
        return $"""
            <dl class="totals">
            {Total("Jobs", overview.Jobs.All, $"{overview.Jobs.Paused} paused, {overview.Jobs.Disabled} disabled")}
            {Total("Running", overview.Runs.Running, $"{overview.Nodes.Slots} slots")}
            {Total("Waiting", overview.Runs.Queued, $"{overview.Runs.Retrying} to be retried")}
            {Total("Success, 24 h", rate, $"{last.Runs} runs")}
            {Total("Failed, 24 h", last.Failed + last.Dead, $"{last.Dead} dead letters")}
            {Total("Nodes", overview.Nodes.Alive, overview.Nodes.Alive == 0 ? "no worker is running" : "alive")}
            </dl>
            <p class="muted">{overview.Store} · {Durations.Instant(overview.Now)} · version {overview.Version}</p>
            """;
    }

    private static Html Total<T>(string name, T value, string more) =>
        $"<div><dt>{name}</dt><dd>{value}<small>{more}</small></dd></div>";
}
