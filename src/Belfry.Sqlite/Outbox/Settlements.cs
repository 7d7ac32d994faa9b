using Belfry.Storage;

namespace Belfry.Sqlite;

/// <summary>Deletes events and keeps what follows from them: all of it, or nothing.</summary>
internal static class Settlements
{
    public static bool Write(Session session, Settlement settlement)
    {
        session.Savepoint();
        bool isCurrent = settlement.Events.All(id => Events.Delete(session, id))
            && settlement.Watches.All(change => Watches.Change(session, change))
            && settlement.Messages.All(change => Messages.Change(session, change));
        if (isCurrent)
        {
            session.ReleaseSavepoint();
        }
        else
        {
            session.RollbackToSavepoint();
        }

        return isCurrent;
    }
}
