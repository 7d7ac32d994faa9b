namespace Belfry.Schedules.Crontabs;

/// <summary>Guesses whether a user stands before each command.</summary>
internal static class UserColumn
{
    // Accounts that own the entries of system crontabs and are not the names of programs; one of them in a file is enough to tell.
    private static readonly string[] Accounts = ["root", "nobody", "daemon", "www-data", "logcheck", "smmsp"];

    public static bool Guess(string source, string[] lines)
    {
        var path = source.Replace('\\', '/');
        if (path.EndsWith("/etc/crontab", StringComparison.Ordinal) || path.Contains("/cron.d/", StringComparison.Ordinal))
            return true;
        if (path.Contains("/spool/cron", StringComparison.Ordinal))
            return false;
        var commands = lines.Select(Command).OfType<string>().ToArray();
        return commands.Length > 0 && commands.All(IsAfterName) && commands.Any(c => Accounts.Contains(First(c)));
    }

    private static string? Command(string line)
    {
        var text = line.Trim(' ', '\t');
        return text.Length == 0 || text[0] == '#' || CrontabSetting.TryRead(text, out _, out _) || CrontabLine.Split(text, false, out var parts) is not null
            ? null
            : parts.Command;
    }

    private static bool IsAfterName(string command) =>
        First(command) is { Length: > 0 and < 33 } name && name.Length < command.Length
        && (char.IsAsciiLetterLower(name[0]) || name[0] == '_') && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');

    private static string First(string command)
    {
        var end = command.AsSpan().IndexOfAny(' ', '\t');
        return end < 0 ? command : command[..end];
    }
}
