using Belfry.TestServers;

namespace Belfry.System.Tests;

/// <summary>Nodes that share a PostgreSQL database.</summary>
public sealed class PostgresDrillTests : DrillTests
{
    protected override Task<string[]> Store() => PostgresNetworkTests.NewStore();
}

/// <summary>What can happen on the way to the database (F10 to F14), to nodes whose clocks are wrong by hours (F26).</summary>
public sealed class PostgresNetworkTests
{
    public static TheoryData<string> Faults => DrillRun.Kinds("cut", "reset", "slow", "lose-request", "lose-reply", "kill");

    internal static async Task<string[]> NewStore()
    {
        var postgres = await PostgresServer.Shared;
        return ["--store", postgres.Url(await postgres.CreateDatabase())];
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Requests_answers_and_whole_connections_that_are_lost_lose_and_double_nothing(string kinds)
    {
        var report = await DrillRun.Kept(["--kinds", kinds, "--every", "1s", "--skew", .. await NewStore()]);
        report.Happened(kinds).ShouldBeGreaterThan(0);
    }
}
