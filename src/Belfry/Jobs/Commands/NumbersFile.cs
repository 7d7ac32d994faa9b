using System.Globalization;

namespace Belfry.Jobs.Commands;

/// <summary>
/// How a command reports numbers: it appends lines <c>rows=12</c> to the file that <c>BELFRY_NUMBERS</c> names. What is no such line is
/// said in the run's output and passed over.
/// </summary>
internal sealed class NumbersFile : IDisposable
{
    public const string Variable = "BELFRY_NUMBERS";

    private const int MostBytes = 64 * 1024;

    private readonly AttemptJournal journal;
    private readonly string? path;

    private NumbersFile(AttemptJournal journal, string? path) => (this.journal, this.path) = (journal, path);

    public static NumbersFile Create(AttemptJournal journal)
    {
        try
        {
            // Of this user alone, and empty.
            return new NumbersFile(journal, Path.GetTempFileName());
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            journal.Log($"{Variable} is not set: {exception.Message}");
            return new NumbersFile(journal, null);
        }
    }

    public Dictionary<string, string> AddTo(Dictionary<string, string> variables)
    {
        if (path is not null)
        {
            variables[Variable] = path;
        }

        return variables;
    }

    /// <summary>Reads what the command has written.</summary>
    public void Report()
    {
        int number = 0;
        foreach (string line in Lines())
        {
            number++;
            if (line.Length > 0 && Problem(line) is { } wrong)
            {
                journal.Log($"{Variable}, line {number}: {wrong}");
            }
        }
    }

    public void Dispose()
    {
        try
        {
            if (path is not null)
            {
                File.Delete(path);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is small, and in the folder for such files.
        }
    }

    private string? Problem(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 || !double.TryParse(line[(equals + 1)..], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? $"'{JsonReading.Short(line)}' is not a name and a number, such as rows=12."
            : journal.TryReport(line[..equals].Trim(), value);
    }

    private string[] Lines()
    {
        try
        {
            if (path is null)
            {
                return [];
            }

            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes];
            int length = file.ReadAtLeast(bytes, MostBytes, throwOnEndOfStream: false);
            if (length == MostBytes)
            {
                journal.Log($"{Variable}: only the first {MostBytes / 1024} KiB were read.");
            }

            return System.Text.Encoding.UTF8.GetString(bytes, 0, length).Split('\n', StringSplitOptions.TrimEntries);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The command has taken it away.
            return [];
        }
    }
}
