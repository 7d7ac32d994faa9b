using System.Globalization;

namespace Belfry.Jobs.Commands;

/// <summary>Exit codes that count as success: one code, or a span with both ends included.</summary>
public readonly record struct ExitCodeRange(int First, int Last)
{
    public ExitCodeRange(int code)
        : this(code, code)
    {
    }

    public bool Contains(int code) => First <= code && code <= Last;

    /// <summary>Reads <c>3</c> or <c>10-12</c>.</summary>
    public static bool TryParse(string? text, out ExitCodeRange range)
    {
        // From the second character on, so that the sign of a negative code is not taken for the dash between two.
        int dash = text is { Length: > 1 } ? text.IndexOf('-', 1) : -1;
        bool read = TryCode(dash < 0 ? text : text.AsSpan(0, dash), out int first);
        int last = first;
        read = read && (dash < 0 || TryCode(text.AsSpan(dash + 1), out last)) && first <= last;
        range = read ? new ExitCodeRange(first, last) : default;
        return read;
    }

    /// <summary>Reads <c>3</c> or <c>10-12</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static ExitCodeRange Parse(string text) => TryParse(text, out var range)
        ? range
        : throw new FormatException($"'{text}' is not an exit code: write one such as 3, or a span such as 10-12.");

    public override string ToString() => First == Last
        ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");

    private static bool TryCode(ReadOnlySpan<char> text, out int code) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture, out code);
}
