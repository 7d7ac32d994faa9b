namespace Belfry.Simulation;

/// <summary>A promise did not hold; says which, when, and how to see it again.</summary>
internal sealed class PromiseBrokenException(string promise, World world) : Exception(
    $"{promise} (at {TimeSpan.FromTicks(world.Elapsed).TotalSeconds:0.000} s). Replay: {world.Setting.CommandLine} --trace")
{
    public string Promise { get; } = promise;
}
