using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

// The processes that belong together because one command (or one node) started them, wherever they have gone since: those of
// its sessions, those that carry its marks in their environment, the children of all of these, and who once was one of them.
[SupportedOSPlatform("linux")]
internal sealed class ProcessFamily(IReadOnlyList<string> marks, int? leader = null)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<ProcessIdentity> known = [];

    public int Count => known.Count;

    // SIGTERM to each once; from the end of the grace on SIGKILL, until none is left. There is no other way out than the token:
    // what the kernel does not let us kill (another user's process, one that waits for a dead disk) does go on running.
    public async Task EndAsync(TimeSpan grace, TimeProvider time, CancellationToken stop)
    {
        long start = time.GetTimestamp();
        var asked = new HashSet<int>();
        var pause = FirstPause;
        while (Targets() is { Count: > 0 } targets)
        {
            var left = grace - time.GetElapsedTime(start);
            bool kill = left <= TimeSpan.Zero;
            foreach (int target in kill ? targets : targets.Where(asked.Add))
            {
                Libc.kill(target, kill ? Signals.Kill : Signals.Terminate);
            }
            await Task.Delay(kill || pause < left ? pause : left, time, stop);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
        }
    }

    // What to pass to kill(2). A session is in the family as a whole or not at all, so its groups are ended at one stroke,
    // which nobody escapes by forking; single processes only where they sit in a session that is not ours.
    private HashSet<int> Targets()
    {
        var table = ProcessTable.Read();
        var sessions = Gather(table);
        return [.. from entry in table
                   where !entry.IsDead && known.Contains(entry.Identity)
                   select sessions.Contains(entry.Session) ? -entry.Group : entry.Pid];
    }

    // Adds everybody who belongs to the family, and answers its sessions. Repeats, because a parent may stand behind its child.
    private HashSet<int> Gather(List<ProcessEntry> table)
    {
        // Nobody who was there before the leader can come from it.
        long oldest = table.Find(entry => entry.Pid == leader).Identity.Started;    // 0 without a leader
        var strangers = table.FindAll(entry =>
            entry.Identity.Started >= oldest && entry.Pid != Environment.ProcessId && entry.Pid != 1);
        HashSet<int> pids = [];
        HashSet<int> sessions = leader is { } first ? [first] : [];
        foreach (var entry in strangers)
        {
            if (known.Contains(entry.Identity) || (marks.Count > 0 && ProcessTable.Carries(entry.Pid, marks)))
            {
                Add(entry);
            }
        }
        int before;
        do
        {
            before = known.Count;
            foreach (var entry in strangers)
            {
                if (!known.Contains(entry.Identity) && (sessions.Contains(entry.Session) || pids.Contains(entry.Parent)))
                {
                    Add(entry);
                }
            }
        }
        while (known.Count > before);
        return sessions;

        void Add(ProcessEntry entry)
        {
            known.Add(entry.Identity);
            pids.Add(entry.Pid);
            if (entry.Pid == entry.Session)
            {
                sessions.Add(entry.Pid);
            }
        }
    }
}
