using Belfry.Schedules.Crontabs;

namespace Belfry.Schedules;

/// <summary>
/// Reads crontabs as Vixie cron and cronie do (crontab(5)): <c>/etc/crontab</c> and <c>/etc/cron.d/*</c> with a user column, and users'
/// own without one. Touches nothing: text comes in, values go out.
/// </summary>
public static class Crontab
{
    private static readonly string[] LineEnds = ["\r\n", "\n"];

    /// <summary>Reads a whole crontab; a line that cannot be a job is reported and does not stop the others.</summary>
    /// <param name="text">The contents of the file.</param>
    /// <param name="source">Where it comes from; its last part becomes part of the jobs' names.</param>
    /// <param name="hasUserColumn">Whether a user stands before each command; null to go by the place of the file, else by its lines.</param>
    public static CrontabImport Read(string text, string source = "crontab", bool? hasUserColumn = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        var lines = text.Split(LineEnds, StringSplitOptions.None);
        var reader = new CrontabReader(source, hasUserColumn ?? UserColumn.Guess(source, lines));
        for (var i = 0; i < lines.Length; i++)
            reader.Read(i + 1, lines[i]);
        return reader.Result;
    }
}
