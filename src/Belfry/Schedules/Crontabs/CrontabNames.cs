using System.Globalization;
using Belfry.Schedules.Cron;

namespace Belfry.Schedules.Crontabs;

/// <summary>
/// Names for jobs without one: the file, the program and a hash of the command, such as <c>backup/pg_dump-1f3a9c</c>. Neither the line number
/// nor the schedule is part of it, so that an edited crontab finds its jobs again. The same command a second time gets a number.
/// </summary>
internal sealed class CrontabNames(string source)
{
    private const int LongestPart = 60;

    // Words that say how to run the command, not which.
    private static readonly string[] Prefixes = ["[", "test", "cd", "if", "exec", "env", "nice", "ionice", "sudo", "command", "flock", "timeout"];

    private readonly string _folder = Clean(Path.GetFileName(source.Replace('\\', '/').TrimEnd('/')), "crontab");
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string For(string command)
    {
        var hash = CronHash.Of(command, 'n', 0) & 0xFF_FFFF;
        var name = string.Create(CultureInfo.InvariantCulture, $"{_folder}/{Clean(Program(command), "job")}-{hash:x6}");
        var free = name;
        for (var n = 2; _taken.Contains(free); n++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}-{n}");
        return free;
    }

    public void Take(string name) => _taken.Add(name);

    private static string Program(string command)
    {
        var words = command.Split([' ', '\t', ';', '&', '|', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        var isPrefixed = words.Length > 0 && Prefixes.Contains(words[0]);
        var word = words.FirstOrDefault(w => isPrefixed ? w.Length > 1 && w.Contains('/', StringComparison.Ordinal) : !w.Contains('=', StringComparison.Ordinal));
        return Path.GetFileName((word ?? "").TrimEnd('/'));
    }

    private static string Clean(string text, string otherwise)
    {
        var kept = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')).Trim('-', '.');
        return kept.Length == 0 ? otherwise : kept[..Math.Min(kept.Length, LongestPart)];
    }
}
