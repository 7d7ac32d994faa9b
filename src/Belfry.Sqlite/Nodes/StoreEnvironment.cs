namespace Belfry.Sqlite;

/// <summary>Which environment the store belongs to.</summary>
internal static class StoreEnvironment
{
    private const string ReadSql = "select environment from meta";

    public static string? Read(Session session)
    {
        using var row = session.Query(ReadSql);
        return row.Read() ? row.TextOrNull(0) : null;
    }

    private const string SetSql = "update meta set environment = @environment";

    public static bool Set(Session session, string? environment) => session.Execute(SetSql, environment) > 0;

    /// <summary>The first node that states one says it for the store.</summary>
    public static string? Learn(Session session, string? stated)
    {
        var known = Read(session);
        if (known is null && stated is not null)
        {
            Set(session, stated);
        }

        return known ?? stated;
    }
}
