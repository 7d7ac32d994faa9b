namespace Belfry.Sqlite;

/// <summary>
/// Who of this process may write next. SQLite's own waiting is by chance, so a busy writer could keep a heartbeat out until a
/// living node looks dead; here the heartbeat goes first after at most one group.
/// </summary>
internal sealed class WriteGate
{
    private readonly object monitor = new();
    private bool taken;
    private int urgent;

    public void Enter()
    {
        lock (monitor)
        {
            while (taken || urgent > 0)
            {
                Monitor.Wait(monitor);
            }

            taken = true;
        }
    }

    public void EnterUrgently()
    {
        lock (monitor)
        {
            urgent++;
            while (taken)
            {
                Monitor.Wait(monitor);
            }

            urgent--;
            taken = true;
        }
    }

    public void Exit()
    {
        lock (monitor)
        {
            taken = false;
            Monitor.PulseAll(monitor);
        }
    }
}
