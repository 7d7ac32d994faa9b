using System.Collections.Frozen;
using Belfry.Jobs;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Drill.Faults;

/// <summary>The words for <see cref="FaultKind"/>s, and what each may do to runs.</summary>
internal static class FaultKinds
{
    private static readonly FrozenDictionary<string, FaultKind> Words = new Dictionary<string, FaultKind>
    {
        ["kill"] = FaultKind.Kill,
        ["kill-all"] = FaultKind.KillAll,
        ["freeze"] = FaultKind.Freeze,
        ["pause"] = FaultKind.Pause,
        ["drain"] = FaultKind.Drain,
        ["cut"] = FaultKind.Cut,
        ["slow"] = FaultKind.Slow,
        ["reset"] = FaultKind.Reset,
        ["lose-request"] = FaultKind.LoseRequest,
        ["lose-reply"] = FaultKind.LoseReply,
        ["starve"] = FaultKind.Starve,
        ["poison"] = FaultKind.Poison,
        ["edit"] = FaultKind.Edit,
    }.ToFrozenDictionary();

    /// <summary>In the order in which they are declared.</summary>
    public static IEnumerable<string> All => Words.OrderBy(word => word.Value).Select(word => word.Key);

    public static string Word(this FaultKind kind) => Words.FirstOrDefault(word => word.Value == kind).Key ?? "outside";

    /// <summary>It happens between a node and a store that is reached over the network.</summary>
    public static bool NeedsNetwork(this FaultKind kind) =>
        kind is FaultKind.Cut or FaultKind.Slow or FaultKind.Reset or FaultKind.LoseRequest or FaultKind.LoseReply;

    /// <summary>A run that it hits may be executed again. What a poisoned job brings down is a fault of that node's own.</summary>
    public static bool MayRepeat(this FaultKind kind) => kind is not (FaultKind.Pause or FaultKind.Slow or FaultKind.Starve or FaultKind.Poison or FaultKind.Edit);

    /// <summary>The node that it hits loses its runs, unless it ended them before.</summary>
    public static bool LosesNodes(this FaultKind kind) =>
        kind is FaultKind.Kill or FaultKind.KillAll or FaultKind.Freeze or FaultKind.Cut or FaultKind.Outside;

    /// <summary>The store may have given runs to a node that never heard of it, or that keeps a transaction open.</summary>
    public static bool MayLoseClaims(this FaultKind kind) =>
        kind is FaultKind.Freeze or FaultKind.Outside || (kind.NeedsNetwork() && kind != FaultKind.Slow);

    /// <summary>
    /// The process may act on what it no longer holds: it could not know, or its jobs have no thread on which to hear of it.
    /// </summary>
    public static bool MakesZombies(this FaultKind kind) => kind is FaultKind.Starve || kind.StopsProcesses();

    public static bool StopsProcesses(this FaultKind kind) => kind is FaultKind.Freeze or FaultKind.Pause;

    /// <exception cref="Failure">A word is not known.</exception>
    public static IReadOnlyList<FaultKind> Parse(string text) =>
    [
        .. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(word => Words.TryGetValue(word, out var kind)
                ? kind
                : throw new Failure(
                    Exit.Usage,
                    $"there is no fault '{word}'.",
                    Spelling.Nearest(word, All) is { } guess ? $"Did you mean {guess}?" : null,
                    $"The faults are {string.Join(", ", All)}."))
            .Distinct(),
    ];
}
