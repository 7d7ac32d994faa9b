using System.Globalization;

namespace Belfry.Runs;

/// <summary>How an exit code stands in the message of an error, written and read in one place.</summary>
internal static class ExitCodeText
{
    private const string Before = "exited with code ";

    public static string Write(int code) => string.Create(CultureInfo.InvariantCulture, $"{Before}{code}");

    public static int? Read(string message)
    {
        if (!message.StartsWith(Before, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = message.AsSpan(Before.Length);
        int end = rest.IndexOfAnyExcept("-0123456789");
        return int.TryParse(end < 0 ? rest : rest[..end], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int code) ? code : null;
    }
}
