namespace Belfry.Engine;

/// <summary>What the store says of a node.</summary>
/// <param name="Known">It has said something.</param>
/// <param name="Guarded">It belongs to another environment than the node states: the node may look, not work.</param>
/// <param name="AskedToDrain">Somebody asked the node to drain.</param>
internal sealed record NodeStanding(bool Known, bool Guarded, bool AskedToDrain)
{
    public static NodeStanding Unknown { get; } = new(false, false, false);
}
