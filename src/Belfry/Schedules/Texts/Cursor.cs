using System.Globalization;

namespace Belfry.Schedules.Texts;

/// <summary>Walks over the words of a schedule text and keeps the first error. Positions are those of the text as given.</summary>
internal sealed class Cursor(string text, int start, int end)
{
    private int _at = start;

    public ScheduleError? Error { get; private set; }

    public ReadOnlySpan<char> Text(Token token) => text.AsSpan(token.Start, token.Length);

    public Token Peek()
    {
        var from = _at;
        while (from < end && char.IsWhiteSpace(text[from]))
            from++;
        var to = from;
        if (to < end && text[to] == ',')
            return new(from, 1);
        while (to < end && text[to] != ',' && !char.IsWhiteSpace(text[to]))
            to++;
        return new(from, to - from);
    }

    public Token Take()
    {
        var token = Peek();
        _at = token.End;
        return token;
    }

    public bool Is(Token token, string word) => Text(token).Equals(word, StringComparison.OrdinalIgnoreCase);

    public bool Take(string word)
    {
        var token = Peek();
        if (!Is(token, word))
            return false;
        _at = token.End;
        return true;
    }

    /// <summary>A comma, <c>and</c>, or both.</summary>
    public bool TakeSeparator()
    {
        var comma = Take(",");
        return Take("and") || comma;
    }

    public bool Expect(string word, string field, string? hint = null)
    {
        if (Take(word))
            return true;
        var token = Peek();
        hint ??= Nearest.Word(Text(token).ToString(), [word]) is { } meant ? $"did you mean '{meant}'?" : null;
        return Unexpected(field, token, $"'{word}'", hint);
    }

    /// <summary>A word that does not fit, or nothing where there must be something.</summary>
    public bool Unexpected(string field, Token token, string expected, string? hint = null) => token.IsEnd
        ? Fail("SCHEDULE_EXPECTED", field, token, "something is missing", expected, hint)
        : Fail("SCHEDULE_UNKNOWN_WORD", field, token, "is not understood", expected, hint);

    /// <summary>A word that is none of those allowed; the hint names the one that looks most like it.</summary>
    public bool Unknown(string field, Token token, string expected, IEnumerable<string> allowed)
    {
        var meant = token.IsEnd ? null : Nearest.Word(Text(token).ToString(), allowed);
        return Unexpected(field, token, expected, meant is null ? null : $"did you mean '{meant}'?");
    }

    /// <summary>Nothing may follow.</summary>
    public bool ExpectEnd()
    {
        var token = Peek();
        return token.IsEnd || Fail("SCHEDULE_TRAILING", "schedule", token, "is more than the schedule needs", "the end of the text, or 'in ZONE'", null);
    }

    /// <summary>Keeps the error and answers false, so that a parser can return it.</summary>
    public bool Fail(string code, string field, Token token, string problem, string expected, string? hint)
    {
        Error ??= Describe(code, field, token, Text(token).ToString(), problem, expected, hint);
        return false;
    }

    public static ScheduleError Describe(string code, string field, Token token, string said, string problem, string expected, string? hint)
    {
        var subject = token.IsEnd ? "" : $"'{said}' ";
        var message = string.Create(CultureInfo.InvariantCulture,
            $"{char.ToUpperInvariant(field[0])}{field[1..]}: {subject}{problem}, expected {expected} (position {token.Start}).");
        return new(code, field, token.Start, token.Length, said, expected, hint, message);
    }
}
