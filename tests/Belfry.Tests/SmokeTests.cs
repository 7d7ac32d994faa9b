namespace Belfry.Tests;

public sealed class SmokeTests
{
    [Fact]
    public void The_assembly_loads() => typeof(object).ShouldNotBeNull();
}
