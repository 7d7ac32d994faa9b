using Belfry.Conformance;

namespace Belfry.Storage.Tests.Postgres;

public sealed class PostgresLocksTests : LocksConformance<LocksOf<PostgresDirect>>;
