using Belfry.Storage;

namespace Belfry.AspNetCore.Status;

/// <summary>A node as the API answers it.</summary>
/// <param name="SkewMs">Its wall clock minus the store's; null until it has been measured.</param>
/// <param name="Jumps">How often its wall clock stepped since it started.</param>
/// <param name="Pauses">How often the process stood still since it started.</param>
/// <param name="Environment">Which environment it says it belongs to.</param>
internal sealed record NodeView(
    string Id,
    string Name,
    string Role,
    string State,
    DateTimeOffset StartedAt,
    DateTimeOffset LastBeatAt,
    DateTimeOffset LeaseUntil,
    double? SkewMs,
    int? Jumps,
    int? Pauses,
    int Slots,
    int Running,
    string Version,
    string? Environment,
    IReadOnlyList<string>? Queues,
    IReadOnlyList<string> Handlers)
{
    public static NodeView Of(NodeRecord node) => new(
        node.Id.ToString("n"),
        node.Name,
        "worker",
        node.State,
        node.StartedAt,
        node.LastBeatAt,
        node.LeaseUntil,
        node.Clock?.Skew.TotalMilliseconds,
        node.Clock?.Jumps,
        node.Clock?.Pauses,
        node.Slots,
        node.Running,
        node.Version,
        node.Environment,
        node.Queues,
        node.Handlers);
}
