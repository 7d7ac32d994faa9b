namespace Belfry.Schedules.Texts;

/// <summary>A word, a comma, or the end of the text (length 0).</summary>
internal readonly record struct Token(int Start, int Length)
{
    public bool IsEnd => Length == 0;

    public int End => Start + Length;
}
