namespace Belfry.Storage;

/// <summary>
/// Hints between the processes of one store that there is something to look for: new runs, changed jobs. They cut latency and
/// nothing else; one that is lost, late or false costs a look, and every node looks once a second anyway.
/// </summary>
public interface IWakeups : IAsyncDisposable
{
    /// <summary>
    /// Tells the other processes to look. Returns at once and never fails; announcements in quick succession go out as one.
    /// </summary>
    void Announce();

    /// <summary>Calls <paramref name="look"/> when another process announces, on any thread, until the answer is disposed.</summary>
    IAsyncDisposable Listen(Action look);
}
