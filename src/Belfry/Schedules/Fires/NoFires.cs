namespace Belfry.Schedules.Fires;

/// <summary>Manual jobs, dependants and start-up jobs: no clock starts them.</summary>
internal sealed class NoFires : FireSet
{
    public static NoFires Instance { get; } = new();

    public override long Next(long after) => NoneAfter;

    public override long Previous(long before) => NoneBefore;
}
