using System.Net.Sockets;
using System.Security.Authentication;
using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>What the server's and the network's errors mean to a caller: try again later, or ask a person. No sentence carries a secret.</summary>
internal static class PostgresErrors
{
    private const string IdleInTransaction = "25P03";

    public static Exception Translate(Exception exception, string store) => exception switch
    {
        StoreException => exception,
        TakenMeanwhileException => new StoreUnavailableException($"{store} is busy: {exception.Message}", exception),
        PostgresException answer => Answered(answer, store),
        NpgsqlException or SocketException or IOException or TimeoutException or AuthenticationException => Unanswered(exception, store),
        _ when BrokeMeanwhile(exception) => Unanswered(exception, store),
        _ => exception,
    };

    // What Npgsql throws when its keepalive, or the pool, finds the connection broken between two of the caller's steps.
    private static bool BrokeMeanwhile(Exception exception) => exception
        is ObjectDisposedException { ObjectName: "System.Threading.ManualResetEventSlim" }
        or InvalidOperationException { Source: "Npgsql", Message: "Connection is not open" };

    /// <summary>The transaction was given up in favour of others, and is to be run again.</summary>
    public static bool WantsRepetition(Exception exception) =>
        exception is TakenMeanwhileException
            or PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };

    /// <summary>The connection is gone, or the server is going.</summary>
    public static bool LostConnection(Exception exception) =>
        exception is PostgresException answer
            ? answer.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.IdleSessionTimeout
            : exception is NpgsqlException { InnerException: IOException or SocketException } or IOException or SocketException
                || BrokeMeanwhile(exception);

    /// <summary>Nothing listens yet, or what listens is not ready: a server that was started a moment ago looks like that.</summary>
    public static bool IsStarting(StoreUnavailableException away) => away.InnerException is { } inner && Cause(inner) is
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } or PostgresException { SqlState: PostgresErrorCodes.CannotConnectNow };

    /// <summary>It is there, and others had locked what was wanted or kept it too busy to answer in time.</summary>
    public static bool IsBusy(StoreUnavailableException away) => away.InnerException is { } inner && Cause(inner) is TimeoutException
        or PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled
                or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected,
        };

    private static StoreException Answered(PostgresException answer, string store) => answer.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => new StoreException(
            $"{store} refused the user or the password ({answer.MessageText}). Check both, and the server's pg_hba.conf.", answer),
        PostgresErrorCodes.InvalidCatalogName => new StoreException(
            $"{store} has no such database. Create it, or name another: {answer.MessageText}.", answer),
        PostgresErrorCodes.InsufficientPrivilege => new StoreException(
            $"The role of {store} lacks a right ({answer.MessageText}). Grant it, or use the role that owns the schema belfry.", answer),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedFunction
            or PostgresErrorCodes.UndefinedColumn => new StoreException(
            $"{store} has no tables of this Belfry ({answer.MessageText}). Run belfry migrate.", answer),
        PostgresErrorCodes.ReadOnlySqlTransaction => new StoreUnavailableException(
            $"{store} is a standby, or read-only for now. Belfry needs the primary; it goes on when it finds it.", answer),
        PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.ConfigurationLimitExceeded => new StoreUnavailableException(
            $"{store} has no connection left ({answer.MessageText}). Raise max_connections, or put a pooler in between.", answer),
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => new StoreUnavailableException(
            $"{store} is starting or stopping ({answer.MessageText}).", answer),
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled => new StoreUnavailableException(
            $"{store} did not get to it in time ({answer.MessageText}).", answer),
        PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.InsufficientResources => new StoreUnavailableException(
            $"{store} is out of room: {answer.MessageText}. Nothing was written; work goes on by itself when there is room.", answer),
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected => new StoreUnavailableException(
            $"{store} gave a transaction up for others several times ({answer.MessageText}).", answer),
        IdleInTransaction => new StoreUnavailableException(
            $"{store} ended a transaction that stood still; this process was paused or starved.", answer),

        // Class 08: PgBouncer's answers when it finds no server, too.
        ['0', '8', ..] => new StoreUnavailableException($"{store} cannot be reached: {answer.MessageText}.", answer),
        _ => new StoreException($"{store} refused a statement: {answer.MessageText} ({answer.SqlState}).", answer),
    };

    private static StoreUnavailableException Unanswered(Exception exception, string store)
    {
        string why = Cause(exception) switch
        {
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "its host name is not known; check the host",
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nothing listens there; check host and port, and that the server runs",
            SocketException socket => $"the network says {Sentence(socket.Message)}",
            TimeoutException => "it did not answer in time",
            AuthenticationException tls => $"no encrypted connection came about ({Sentence(tls.Message)})",
            EndOfStreamException => "it closed the connection",
            PostgresException answer => answer.MessageText,
            InvalidOperationException => "the connection broke",
            var other => Sentence(other.Message),
        };
        return new StoreUnavailableException($"{store} cannot be reached: {why}.", exception);
    }

    // Of several hosts the first one's failure; it says more than that all of them failed.
    private static Exception Cause(Exception exception) => exception switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Cause(first),
        { InnerException: { } inner } => Cause(inner),
        _ => exception,
    };

    private static string Sentence(string text) => text.Trim().TrimEnd('.');
}
