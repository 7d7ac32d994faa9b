namespace Belfry.Schedules.Crontabs;

/// <summary><c>NAME = value</c>, either side in quotes if need be (crontab(5)). Values are not expanded.</summary>
internal static class CrontabSetting
{
    public static bool TryRead(string line, out string name, out string value)
    {
        (name, value) = ("", "");
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals < 1)
            return false;
        name = Unquoted(line[..equals].Trim(' ', '\t'));
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return false;
        value = Unquoted(line[(equals + 1)..].Trim(' ', '\t'));
        return true;
    }

    private static string Unquoted(string text) =>
        text.Length > 1 && text[0] is '"' or '\'' && text[^1] == text[0] ? text[1..^1] : text;
}
