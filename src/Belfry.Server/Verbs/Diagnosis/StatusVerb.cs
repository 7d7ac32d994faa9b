using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Diagnosis;

/// <summary><c>belfry status</c>: where everything stands.</summary>
internal static class StatusVerb
{
    private static readonly Column[] Lines =
    [
        Column.Text("version", "version"),
        Column.Text("store", "store"),
        new("jobs", (_, all) => $"{all.At("jobs.all").AsText()}: {all.At("jobs.enabled").AsText()} enabled, {all.At("jobs.disabled").AsText()} disabled, {all.At("jobs.paused").AsText()} paused"),
        new("runs", (_, all) => $"{all.At("runs.running").AsText()} running, {all.At("runs.queued").AsText()} queued, {all.At("runs.retrying").AsText()} retrying, {all.At("runs.scheduled").AsText()} scheduled"),
        new("nodes", (_, all) => $"{all.At("nodes.alive").AsText()} of {all.At("nodes.all").AsText()} alive, {all.At("nodes.slots").AsText()} slots"),
        new("last 24 h", (_, all) => $"{all.At("last24Hours.runs").AsText()} runs, {all.At("last24Hours.failed").AsText()} failed, {all.At("last24Hours.dead").AsText()} dead"),
        Column.Duration("typical", "last24Hours.p50Ms"),
        Column.Duration("slowest 5 %", "last24Hours.p95Ms"),
    ];

    public static Verb Create(CommonFlags flags) => new("status", "Shows where everything stands.", async (call, cancellation) =>
    {
        call.Report.Thing(await call.Api.Get("/status/overview", cancellation), Lines);
        return Exit.Done;
    });
}
