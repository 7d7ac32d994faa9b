using System.Text.RegularExpressions;

namespace Belfry.System.Tests.Guides;

/// <summary>
/// Compares what a command says with what a guide shows. Instants, times, ids, names of nodes and durations differ from reader to reader; <c>…</c>
/// stands for anything in a line, and alone in a line for any lines.
/// </summary>
internal static partial class ShownOutput
{
    public static bool Fits(IReadOnlyList<string> shown, string said) => Regex.IsMatch(
        "\n" + said.ReplaceLineEndings("\n").TrimEnd(),
        "^" + string.Concat(shown.Select(Line)) + @"\s*$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5));

    private static string Line(string shown) => shown == "…" ? @"(?:\n.*)*?" : @"\n" + Varying().Replace(
        Regex.Escape(shown.TrimEnd()).Replace(@"\ ", " ", StringComparison.Ordinal),
        match => match switch
        {
            { Value: "…" } => ".*",
            _ when match.Groups["space"].Success => @"\s+",
            _ when match.Groups["instant"].Success => @"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?Z?",
            _ when match.Groups["id"].Success => "[0-9a-f]{4,32}",
            _ when match.Groups["node"].Success => @"[\w.-]+-\d+-[a-z0-9]{4}",
            _ => @"(?:\d+(?:\.\d+)? ?ms|\d+(?:\.\d+)?[dhms](?: \d+[hms])?)",
        }) + "[ ]*";

    [GeneratedRegex(
        @"…|(?<instant>\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(\\\.\d+)?Z?)|(?<id>\b(?=[a-f]*\d)[0-9a-f]{8,32}\b)|(?<node>[a-z][\w.-]*-\d+-[a-z0-9]{4}\b)"
        + @"|(?<length>\b\d+(\\\.\d+)? ?ms\b|\b\d+(\\\.\d+)?[dhms]( \d+[hms])?\b)|(?<space>  +)")]
    private static partial Regex Varying();
}
