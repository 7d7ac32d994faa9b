namespace Belfry.Sqlite;

/// <summary>One operation in a transaction of its own.</summary>
internal static class Transactions
{
    public static T Write<T>(Session session, Func<Session, T> work)
    {
        try
        {
            session.BeginWrite();
            var result = work(session);
            session.CommitWrite();
            return result;
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }

    /// <summary>Several statements see one snapshot: a run that ends in between is neither missing nor there twice.</summary>
    public static T Read<T>(Session session, Func<Session, T> work)
    {
        try
        {
            session.BeginRead();
            var result = work(session);
            session.EndRead();
            return result;
        }
        catch
        {
            session.Rollback();
            throw;
        }
    }
}
