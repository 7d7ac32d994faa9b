namespace Belfry.Postgres;

/// <summary>How the store on PostgreSQL behaves.</summary>
public sealed record PostgresOptions
{
    public static PostgresOptions Default { get; } = new();

    /// <summary>
    /// Works also on a server that may lose acknowledged writes in a crash (<c>fsync</c>, <c>full_page_writes</c> or
    /// <c>synchronous_commit</c> is off). A run that was acknowledged may then be lost, or executed again.
    /// </summary>
    public bool AcceptDataLoss { get; init; }
}
