using Belfry.Engine;
using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>A simulated process and its way to the store.</summary>
internal sealed record Member(int Place, Host Host, Network Network, IStore Store)
{
    /// <summary>Null before its start.</summary>
    public BelfryNode? Node { get; set; }
}
