using System.Text;

namespace Belfry.Schedules.Crontabs;

/// <summary>The parts of a job line.</summary>
internal readonly record struct CrontabLine(string Schedule, string? User, string Command)
{
    private const int Fields = 5;

    /// <summary>Takes a line apart; the reason why it cannot be done, or null.</summary>
    public static string? Split(string line, bool hasUserColumn, out CrontabLine parts)
    {
        parts = default;
        // cronie: a leading dash keeps the run out of the system's log.
        var text = line.StartsWith('-') ? line[1..] : line;
        var at = 0;
        var schedule = new List<string>();
        var wanted = text.StartsWith('@') ? 1 : Fields;
        while (schedule.Count < wanted && Word(text, ref at) is { } field)
            schedule.Add(field);
        if (schedule.Count < wanted)
            return $"It has {schedule.Count} of the five fields that say when.";
        var user = hasUserColumn ? Word(text, ref at) : null;
        if (hasUserColumn && user is null)
            return "There is no user and no command.";
        var command = text[at..].Trim(' ', '\t');
        if (command.Length == 0)
            return "There is no command.";
        parts = new(string.Join(' ', schedule), user, command);
        return null;
    }

    /// <summary>An unescaped % ends the command; what follows is its standard input, in which % begins a new line. <c>\%</c> is a percent sign.</summary>
    public static (string Command, string? Stdin) SplitInput(string command)
    {
        var parts = new List<StringBuilder> { new() };
        for (var i = 0; i < command.Length; i++)
        {
            if (command[i] == '\\' && i + 1 < command.Length && command[i + 1] == '%')
                parts[^1].Append(command[++i]);
            else if (command[i] == '%')
                parts.Add(new());
            else
                parts[^1].Append(command[i]);
        }
        var input = string.Join('\n', parts.Skip(1));
        return (parts[0].ToString(), input.Length == 0 ? null : input.EndsWith('\n') ? input : input + "\n");
    }

    private static string? Word(string text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
        var start = at;
        while (at < text.Length && text[at] is not (' ' or '\t'))
            at++;
        return at > start ? text[start..at] : null;
    }
}
