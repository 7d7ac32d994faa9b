namespace Belfry.Postgres;

/// <summary>The states of <c>live</c>; the SQL has them as literals, because partial indexes ask for that.</summary>
internal static class LiveState
{
    public const int Ready = 0;
    public const int Running = 1;
    public const int Delayed = 2;
    public const int Blocked = 3;
    public const int Later = 4;
}
