using System.Globalization;
using System.Runtime.Versioning;

namespace Belfry.Jobs.Commands;

// A pid alone may be somebody else's a moment later; with its start time (in kernel ticks since boot) it is one process for good.
internal readonly record struct ProcessIdentity(int Pid, long Started);

internal readonly record struct ProcessEntry(ProcessIdentity Identity, int Parent, int Group, int Session, bool IsDead)
{
    public int Pid => Identity.Pid;
}

// What /proc shows of this host's processes (proc_pid_stat(5), proc_pid_environ(5)).
[SupportedOSPlatform("linux")]
internal static class ProcessTable
{
    public static List<ProcessEntry> Read()
    {
        var table = new List<ProcessEntry>();
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(directory.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)
                && ReadFile(pid, "stat") is { } stat)
            {
                table.Add(Parse(pid, stat));
            }
        }
        return table;
    }

    // Null when there is no such process, or it belongs to another user and is hidden.
    public static ProcessEntry? Find(int pid) => ReadFile(pid, "stat") is { } stat ? Parse(pid, stat) : null;

    // Whether the process was started with all of these variables. A mark that ends in '=' fits any value.
    public static bool Carries(int pid, IEnumerable<string> marks) =>
        ReadFile(pid, "environ") is { } environment && marks.All(mark => Holds(environment, mark));

    private static bool Holds(string environment, string mark)
    {
        foreach (var variable in environment.AsSpan().Split('\0'))
        {
            var text = environment.AsSpan(variable);
            if (mark.EndsWith('=') ? text.StartsWith(mark, StringComparison.Ordinal) : text.SequenceEqual(mark))
            {
                return true;
            }
        }
        return false;
    }

    // The name, in parentheses, may have blanks and parentheses in it; the fields are counted from behind it.
    private static ProcessEntry Parse(int pid, string stat)
    {
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        int Number(int field) => int.Parse(fields[field - 3], CultureInfo.InvariantCulture);
        // A main thread may end before the others of its process: it looks like a zombie, but others live.
        bool isDead = fields[0] is "Z" or "X" && Number(20) <= 1;
        return new(new(pid, long.Parse(fields[22 - 3], CultureInfo.InvariantCulture)), Number(4), Number(5), Number(6), isDead);
    }

    private static string? ReadFile(int pid, string name)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/{name}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;    // it has ended, or belongs to another user
        }
    }
}
