using System.Diagnostics;

namespace Belfry.Tests.Jobs.Commands;

// For what the system does without telling anybody: the only place where a test looks again and again.
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static async Task Holds(Func<bool> condition, string what)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            waited.Elapsed.ShouldBeLessThan(Patience, what);
            await Task.Delay(5);
        }
    }
}
