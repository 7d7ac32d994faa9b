using System.Globalization;
using Belfry.Jobs;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>
/// Reads the parameters of an address one by one, strictly. <see cref="Close"/> refuses the request, with all that is wrong
/// at once, before anything is done with them.
/// </summary>
internal sealed class Query(IQueryCollection parameters)
{
    private readonly List<JobProblem> problems = [];
    private readonly List<string> known = [];

    public string? Text(string name)
    {
        known.Add(name);
        var values = parameters[name];
        if (values.Count > 1)
        {
            Wrong(name, "stands in the address twice; leave one.");
        }

        string? text = values.Count == 0 || values[0] is "" ? null : values[0];
        if (text?.Length > 1_000 || text?.Any(char.IsControl) == true)
        {
            Wrong(name, "is too long, or has control characters in it.");
        }

        return text;
    }

    public int Whole(string name, int least, int greatest, int otherwise)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= greatest)
        {
            return number;
        }

        Wrong(name, $"must be a whole number from {least} to {greatest}.");
        return otherwise;
    }

    /// <summary>How many items the answer may have.</summary>
    public int Limit() => Whole("limit", 1, 1_000, 100);

    /// <summary>Where a list by number goes on.</summary>
    public string? Position()
    {
        string? text = Text("cursor");
        if (text is not null && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        {
            Wrong("cursor", "is not one that an earlier page answered.");
        }

        return text;
    }

    public bool? Flag(string name)
    {
        switch (Text(name))
        {
            case null:
                return null;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Wrong(name, "must be true or false.");
                return null;
        }
    }

    public DateTimeOffset? Instant(string name)
    {
        // A plus sign in an address means a space, and is seldom escaped: +02:00 arrives as a space.
        if (Text(name)?.Replace(' ', '+') is not { } text)
        {
            return null;
        }

        if (InstantText.TryParse(text, out var instant))
        {
            return instant;
        }

        Wrong(name, "is not an instant; write one such as 2026-12-01T09:00:00Z.");
        return null;
    }

    public TimeSpan? Duration(string name)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (DurationText.TryParse(text, out var duration))
        {
            return duration;
        }

        Wrong(name, "is not a duration; write one such as 30m or PT30M.");
        return null;
    }

    /// <summary>Words between commas: <c>failed,dead</c>.</summary>
    public IReadOnlyList<T> Words<T>(string name)
        where T : struct, Enum => Words<T>(name, Text(name) ?? "");

    public IReadOnlyList<T> Words<T>(string name, string text)
        where T : struct, Enum
    {
        var found = new List<T>();
        foreach (string word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (EnumWords<T>.TryParse(word, out var value))
            {
                found.Add(value);
            }
            else
            {
                Wrong(name, $"must be {JsonReading.OneOf(EnumWords<T>.All)}, not '{JsonReading.Short(word)}'.{JsonReading.Meant(word, EnumWords<T>.All)}");
            }
        }

        return found;
    }

    public void Close()
    {
        foreach (string name in parameters.Keys.Except(known, StringComparer.OrdinalIgnoreCase))
        {
            Wrong(JsonReading.Short(name), $"is not a parameter here.{JsonReading.Meant(name, known)}");
        }

        if (problems.Count > 0)
        {
            throw new JobInvalidException(problems);
        }
    }

    public void Wrong(string name, string message) => problems.Add(new JobProblem(name, message));
}
