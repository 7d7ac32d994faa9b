namespace Belfry.Simulation;

/// <summary>How one history went.</summary>
/// <param name="Broken">The promise that did not hold, or whatever else went wrong; null when all was well.</param>
internal sealed record Outcome(Setting Setting, ulong Trace, int Steps, Exception? Broken);

/// <summary>Plays histories.</summary>
internal static class Simulator
{
    static Simulator() => SqliteForOneThread.Configure();

    public static Outcome Play(Setting setting, TextWriter? log = null)
    {
        var history = new History(setting, log);
        Exception? broken = null;
        try
        {
            history.Play();
        }
        catch (Exception exception)
        {
            broken = exception;
        }
        finally
        {
            history.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        return new Outcome(setting, history.Trace, history.Steps, broken);
    }
}
