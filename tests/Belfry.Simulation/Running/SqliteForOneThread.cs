using SQLitePCL;

namespace Belfry.Simulation;

/// <summary>
/// Each history has a connection of its own on a thread of its own: the locks that SQLite takes for sharing a connection, and
/// for counting memory across all of them, only cost here.
/// </summary>
internal static class SqliteForOneThread
{
    private const int MultiThread = 2; // SQLITE_CONFIG_MULTITHREAD: connections are not shared
    private const int MemoryStatus = 9; // SQLITE_CONFIG_MEMSTATUS

    /// <summary>Before the first connection of the process.</summary>
    public static void Configure()
    {
        Batteries_V2.Init();
        Check(raw.sqlite3_shutdown());
        Check(raw.sqlite3_config(MultiThread));
        Check(raw.sqlite3_config(MemoryStatus, 0));
        Check(raw.sqlite3_initialize());
    }

    private static void Check(int result)
    {
        if (result != raw.SQLITE_OK)
        {
            throw new InvalidOperationException($"SQLite refuses its configuration ({result}).");
        }
    }
}
