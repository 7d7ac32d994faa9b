using Belfry.Conformance;
using Belfry.Locks;
using Belfry.Redis;
using Belfry.Storage.Tests.Sqlite;
using Belfry.TestServers;

namespace Belfry.Storage.Tests.Redis;

/// <summary>Keys of its own on a real server that the tests share, judged by a clock that the test moves.</summary>
public sealed class RedisFixture : LocksFixture
{
    private static int fixtures;

    private readonly string prefix = $"test{Interlocked.Increment(ref fixtures)}";
    private readonly ManualClock clock = new(StoreFixture.Start);
    private readonly List<RedisConnection> connections = [];

    public override async ValueTask<ILocks> Open()
    {
        var server = await RedisServer.Shared;
        connections.Add(new RedisConnection(RedisAddress.Parse(server.Url), TimeProvider.System));
        return new RedisLocks(connections[^1], prefix, clock);
    }

    public override ValueTask Advance(TimeSpan by)
    {
        clock.Advance(by);
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var connection in connections)
        {
            await connection.DisposeAsync();
        }
    }
}
