using System.Text.Json;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.AspNetCore.Runs;

/// <summary>A run as the API answers it.</summary>
/// <param name="Version">Of the job, when the run was made.</param>
/// <param name="LatencyMs">From when it could start to when it did.</param>
/// <param name="Note">Why it waits or ended, when there is more to say than the state.</param>
/// <param name="Numbers">What the run reported of its work, by name.</param>
/// <param name="Warnings">What was not as the job expects of a run that succeeds.</param>
/// <param name="Token">The fencing token of the current or last attempt.</param>
internal sealed record RunView(
    string Id,
    string Job,
    long Version,
    RunTrigger Trigger,
    RunState State,
    DateTimeOffset Due,
    DateTimeOffset CreatedAt,
    DateTimeOffset AvailableAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    double? LatencyMs,
    double? DurationMs,
    int Attempt,
    int MaxAttempts,
    int LostCount,
    int Snoozes,
    string? Node,
    long? Token,
    RunError? Error,
    int? ExitCode,
    long? PeakMemoryBytes,
    double? CpuMs,
    RunView.OutputSize Output,
    double? Progress,
    string? ProgressText,
    string Queue,
    int Priority,
    JsonElement? Args,
    string? UniqueKey,
    bool DryRun,
    string? Parent,
    string? Operation,
    string? By,
    string? Note,
    bool CancelRequested,
    bool Blocked,
    long MissedCount,
    DateTimeOffset? FirstMissed,
    IReadOnlyDictionary<string, double> Numbers,
    IReadOnlyList<string> Warnings)
{
    internal sealed record OutputSize(long Bytes, long Dropped);

    public static RunView Of(RunRecord run) => new(
        run.Id.ToString("n"),
        run.Job,
        run.Revision,
        run.Trigger,
        run.State,
        run.Due,
        run.CreatedAt,
        run.AvailableAt,
        run.StartedAt,
        run.FinishedAt,
        (run.StartedAt - run.AvailableAt)?.TotalMilliseconds,
        (run.FinishedAt - run.StartedAt)?.TotalMilliseconds,
        run.Attempt,
        run.MaxAttempts,
        run.LostCount,
        run.Snoozes,
        run.Node,
        run.Token,
        run.Error,
        run.ExitCode,
        run.PeakMemoryBytes,
        run.CpuTime?.TotalMilliseconds,
        new OutputSize(run.OutputBytes, run.OutputDropped),
        run.Progress,
        run.ProgressText,
        run.Queue,
        run.Priority,
        run.Args is null ? null : JsonElement.Parse(run.Args),
        run.UniqueKey,
        run.DryRun,
        run.Parent?.ToString("n"),
        run.Operation?.ToString("n"),
        run.By,
        run.Note,
        run.CancelRequested,
        run.Blocked,
        run.MissedCount,
        run.FirstMissed,
        run.Numbers,
        run.Warnings);
}
