namespace Belfry.Policies.Breakers;

/// <summary>The modes as people and programs read them.</summary>
internal static class BreakerWords
{
    public static string Of(BreakerMode mode) => mode switch
    {
        BreakerMode.Closed => "closed",
        BreakerMode.Open => "open",
        _ => "half_open",
    };
}
