namespace Belfry.Postgres;

/// <summary>Somebody else was first between two statements of a transaction; it is rolled back and run again.</summary>
internal sealed class TakenMeanwhileException() : Exception("Somebody else was first, again and again.");
