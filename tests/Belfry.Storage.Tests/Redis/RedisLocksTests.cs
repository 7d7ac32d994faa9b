using Belfry.Conformance;

namespace Belfry.Storage.Tests.Redis;

public sealed class RedisLocksTests : LocksConformance<RedisFixture>;
