using static Belfry.Postgres.Parameters;

namespace Belfry.Postgres;

/// <summary>Which environment the store belongs to.</summary>
internal static class StoreEnvironment
{
    private const string ReadSql = "select environment from belfry.store";

    public static ValueTask<string?> Read(Session session) => session.First(ReadSql, row => row.TextOrNull(0));

    private const string SetSql = "update belfry.store set environment = $1";

    public static async ValueTask<bool> Set(Session session, string? environment) => await session.Execute(SetSql, Text(environment)) > 0;

    private const string LearnSql = "update belfry.store set environment = coalesce(environment, $1) returning environment";

    /// <summary>The first node that states one says it for the store.</summary>
    public static ValueTask<string?> Learn(Session session, string stated) => session.First(LearnSql, row => row.TextOrNull(0), Text(stated));
}
