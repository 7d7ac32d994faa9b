using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.AspNetCore.Dead;

/// <summary>
/// Which dead letters are meant, in one line: <c>job:nightly fingerprint:e7a1 since:24h</c>, or <c>all</c>.
/// </summary>
internal static class LetterQuery
{
    public const string All = "all";
    private const string Form = "write job:NAME, fingerprint:e7a1, since:24h or since:INSTANT, or all";

    /// <param name="text">The line.</param>
    /// <param name="now">The store's clock.</param>
    /// <param name="wrong">Told what is wrong.</param>
    public static LetterSelection Read(string text, DateTimeOffset now, Action<string> wrong)
    {
        var selection = new LetterSelection();
        foreach (string term in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            switch (term.Split(':', 2))
            {
                case [All]:
                    break;
                case ["job", { Length: > 0 } name]:
                    selection = selection with { Job = name };
                    break;
                case ["fingerprint" or "group", var prefix]:
                    selection = selection with { Fingerprint = Fingerprint(prefix, wrong) };
                    break;
                case ["since", var since]:
                    selection = selection with { Since = Since(since, now, wrong) };
                    break;
                default:
                    wrong($"has '{JsonReading.Short(term)}'; {Form}.");
                    break;
            }
        }

        return selection;
    }

    public static string? Fingerprint(string text, Action<string> wrong)
    {
        if (text.Length is > 0 and <= 64 && text.All(char.IsAsciiLetterOrDigit))
        {
            return text.ToLowerInvariant();
        }

        wrong($"names the cause '{JsonReading.Short(text)}'; a fingerprint is letters and digits, or the first of them.");
        return null;
    }

    /// <summary>An instant, or how long ago.</summary>
    public static DateTimeOffset? Since(string text, DateTimeOffset now, Action<string> wrong)
    {
        if (DurationText.TryParse(text, out var ago) && ago < now - DateTimeOffset.UnixEpoch)
        {
            return now - ago;
        }

        if (InstantText.TryParse(text, out var instant))
        {
            return instant;
        }

        wrong($"has '{JsonReading.Short(text)}' for since; write an instant such as 2026-12-01T09:00:00Z, or how long ago, such as 24h.");
        return null;
    }
}
