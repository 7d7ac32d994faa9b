using System.Text.Json;
using System.Text.Json.Serialization;
using Belfry.Runs;

namespace Belfry.Storage;

/// <summary>What an operation is to do; never changed once it is stored.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RecoverPlan), "recover")]
[JsonDerivedType(typeof(DiscardPlan), "discard")]
[JsonDerivedType(typeof(BackfillPlan), "backfill")]
public abstract record OperationPlan
{
    [JsonIgnore]
    public OperationKind Kind => this switch
    {
        RecoverPlan => OperationKind.Recover,
        DiscardPlan => OperationKind.Discard,
        _ => OperationKind.Backfill,
    };

    /// <summary>The letters it is about; null when it is about none.</summary>
    [JsonIgnore]
    internal LetterSelection? Letters => this switch
    {
        RecoverPlan plan => plan.Selection,
        DiscardPlan plan => plan.Selection,
        _ => null,
    };
}

/// <summary>Which dead letters are meant, of those that there are when the operation is stored.</summary>
/// <param name="Ids">These runs; null is all that fit the rest.</param>
/// <param name="Fingerprint">The first digits or all.</param>
/// <param name="Since">Died at or after this instant.</param>
public sealed record LetterSelection(
    IReadOnlyList<Guid>? Ids = null, string? Job = null, string? Fingerprint = null, DateTimeOffset? Since = null)
{
    public const int MostIds = 1_000;
}

/// <summary>Makes runs of dead letters.</summary>
/// <param name="Rate">At most so many start in <paramref name="Per"/>, evenly spread; null is all at once.</param>
/// <param name="Per">See <paramref name="Rate"/>.</param>
/// <param name="Canary">So many go first; the rest follows when all of them have succeeded, and stays when one has not.</param>
/// <param name="StopAfter">When so many of its runs have not succeeded, the letters that are left stay; null is never.</param>
public sealed record RecoverPlan(
    LetterSelection Selection, RecoveredVersion Version, int? Rate = null, TimeSpan? Per = null, int Canary = 0, int? StopAfter = null)
    : OperationPlan;

/// <summary>Takes dead letters away.</summary>
public sealed record DiscardPlan(LetterSelection Selection) : OperationPlan;

/// <summary>Runs a job for past ticks of its schedule, oldest first.</summary>
/// <param name="From">The first instant, included.</param>
/// <param name="To">The last instant, included.</param>
/// <param name="Parallel">So many of its runs are live at once.</param>
/// <param name="Existing">What becomes of ticks that have a run.</param>
public sealed record BackfillPlan(string Job, DateTimeOffset From, DateTimeOffset To, int Parallel, ExistingRuns Existing)
    : OperationPlan
{
    /// <summary>The run for a tick: the same for each request that passes over what is there, else the operation's own.</summary>
    internal NewRun RunFor(DateTimeOffset due, OperationRecord operation) => new(
        Existing == ExistingRuns.Skip ? RunId.ForBackfill(Job, due) : RunId.ForBackfill(operation.Id, due),
        Job,
        RunTrigger.Backfill,
        due,
        AvailableAt: null,
        Args: null,
        UniqueKey: null,
        Parent: null,
        DryRun: false,
        operation.By)
    {
        Operation = operation.Id,
        UnlessTicked = Existing == ExistingRuns.Skip,
    };
}

/// <summary>What a backfill does with a tick that has a run already.</summary>
public enum ExistingRuns
{
    /// <summary>It is passed over.</summary>
    Skip,

    /// <summary>It is run again.</summary>
    Again,
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(OperationPlan))]
internal sealed partial class PlanJson : JsonSerializerContext
{
    public static string Write(OperationPlan plan) => JsonSerializer.Serialize(plan, Default.OperationPlan);

    public static OperationPlan Read(string text) => JsonSerializer.Deserialize(text, Default.OperationPlan)!;
}
