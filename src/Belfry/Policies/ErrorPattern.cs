using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Belfry.Runs;

namespace Belfry.Policies;

/// <summary>
/// Which errors are meant, as one text: a type (<c>TimeoutException</c>, <c>System.Net.*</c>, <c>timeout</c>), a type and a
/// message (<c>HttpRequestException: *503*</c>), or exit codes (<c>exit 75</c>, <c>exit 3, 64-78</c>).
/// </summary>
internal sealed record ErrorPattern
{
    public const int MostText = 500;
    private const string Exit = "exit ";
    private const string BeforeMessage = ": ";

    private string Type { get; init; } = "*";
    private string? Message { get; init; }
    private IReadOnlyList<(int First, int Last)>? Codes { get; init; }

    /// <summary>Whether an error is meant by one of these texts. A text that this version cannot read means none.</summary>
    public static bool AnyMatches(IEnumerable<string> texts, RunError error) =>
        texts.Any(text => TryParse(text, out var pattern, out _) && pattern.Matches(error));

    /// <param name="problem">What is wrong with the text, for a sentence that begins with the field's name.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ErrorPattern? pattern, [NotNullWhen(false)] out string? problem)
    {
        (pattern, problem) = text.StartsWith(Exit, StringComparison.Ordinal) ? ReadCodes(text) : ReadType(text);
        return pattern is not null;
    }

    public bool Matches(RunError error) => Codes is { } codes
        ? error.ExitCode is { } code && codes.Any(range => code >= range.First && code <= range.Last)
        : MatchesType(error.Type) && (Message is null || Wildcards.Match(Message, error.Message, StringComparison.OrdinalIgnoreCase));

    // A type is named with or without its namespace; with a star it may be both.
    private bool MatchesType(string type) =>
        Wildcards.Match(Type, type, StringComparison.Ordinal)
        || Wildcards.Match(Type, type.AsSpan(type.LastIndexOf('.') + 1), StringComparison.Ordinal)
        || type.EndsWith("." + Type, StringComparison.Ordinal);

    private static (ErrorPattern?, string?) ReadType(string text)
    {
        int colon = text.IndexOf(BeforeMessage, StringComparison.Ordinal);
        string type = colon < 0 ? text : text[..colon];
        return type.Length == 0 || type.Contains(' ', StringComparison.Ordinal)
            ? (null, $"'{text}' is no error: write a type such as TimeoutException, a type and a message such as 'HttpRequestException: *503*', or exit codes such as 'exit 75'.")
            : (new ErrorPattern { Type = type, Message = colon < 0 ? null : text[(colon + BeforeMessage.Length)..] }, null);
    }

    private static (ErrorPattern?, string?) ReadCodes(string text)
    {
        var codes = new List<(int, int)>();
        foreach (string item in text[Exit.Length..].Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = item.Split('-');
            if (ends.Length > 2 || !Code(ends[0], out int first) || !Code(ends[^1], out int last) || last < first)
            {
                return (null, $"'{item}' is no exit code: write one from 0 to 255, such as 'exit 75', or a span, such as 'exit 64-78'.");
            }

            codes.Add((first, last));
        }

        return (new ErrorPattern { Codes = codes }, null);
    }

    private static bool Code(string text, out int code) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out code) && code <= 255;
}
