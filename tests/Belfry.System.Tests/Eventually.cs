namespace Belfry.System.Tests;

/// <summary>Bounded waiting for something that another process does.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static async Task Is(Func<Task<bool>> so, string what, TimeSpan? patience = null)
    {
        var end = DateTime.UtcNow + (patience ?? Patience);
        while (!await so())
        {
            if (DateTime.UtcNow > end)
            {
                throw new TimeoutException($"It never came about that {what}.");
            }

            await Task.Delay(LookEvery);
        }
    }
}
