using System.Text.Json;
using Belfry.Runs;

namespace Belfry.Jobs;

/// <summary>A wish to run a job outside its schedule.</summary>
/// <param name="Id">Chosen by the caller to make a repeated request find the first; null makes a new one.</param>
/// <param name="Args">JSON, instead of the job's own arguments.</param>
/// <param name="Due">A past tick to run again; null is now.</param>
/// <param name="At">When to start; null is at once.</param>
/// <param name="DryRun">Takes no part in overlap, retries and the ledger.</param>
/// <param name="UniqueKey">While a run of the job with this key is live, no other is made.</param>
public sealed record RunRequest(
    Guid? Id = null,
    JsonElement? Args = null,
    DateTimeOffset? Due = null,
    DateTimeOffset? At = null,
    bool DryRun = false,
    string? UniqueKey = null,
    RunTrigger Trigger = RunTrigger.Manual,
    string? By = null);

/// <summary>What an edit of a schedule would do.</summary>
/// <param name="Before">The next fires as things stand; empty for a new job.</param>
/// <param name="After">The next fires afterwards.</param>
/// <param name="DueTick">What happens to a tick that is due already, or to the next one, in one sentence.</param>
public sealed record EditPreview(
    IReadOnlyList<DateTimeOffset> Before, IReadOnlyList<DateTimeOffset> After, string DueTick);
