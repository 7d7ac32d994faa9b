using System.Globalization;
using System.Text.Json;
using Belfry.Jobs;
using Belfry.Schedules;

namespace Belfry.Server.Verbs.Schedules;

/// <summary>One line of <c>schedule next --stdin</c>. What it leaves out comes from the flags.</summary>
internal ref struct NextRequest
{
    private const int MostFires = 100_000;

    /// <summary>As it stands in the line, so that whatever it is comes back the same; empty when there is none.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }
    public string? Text { get; private set; }
    public ScheduleOptions Options { get; private set; }
    public DateTimeOffset After { get; private set; }
    public int Count { get; private set; }

    /// <summary>What is wrong with the line itself; null when only the schedule can be wrong.</summary>
    public ScheduleError? Error { get; private set; }

    public static NextRequest Read(ReadOnlySpan<byte> line, ScheduleOptions standard, DateTimeOffset after, int count)
    {
        var request = new NextRequest { Options = standard, After = after, Count = count };
        try
        {
            request.Read(line);
            if (request.Text is null)
            {
                request.Error ??= Wrong("LINE_FIELD_MISSING", "schedule", "", "a schedule", "The line has no \"schedule\".");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second one is how the reader reports text that is not UTF-8.
            request.Error = Wrong("LINE_NOT_JSON", null, "", "one JSON object a line", "The line is not a JSON object.");
        }

        return request;
    }

    private void Read(ReadOnlySpan<byte> line)
    {
        var json = new Utf8JsonReader(line);
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            Field(ref json, line);
        }

        if (json.Read())
        {
            throw new JsonException();
        }
    }

    private void Field(ref Utf8JsonReader json, ReadOnlySpan<byte> line)
    {
        if (json.ValueTextEquals("id"u8))
        {
            json.Read();
            int start = (int)json.TokenStartIndex;
            json.Skip();
            Id = line[start..(int)json.BytesConsumed];
        }
        else if (json.ValueTextEquals("schedule"u8))
        {
            Text = Word(ref json, "schedule");
        }
        else if (json.ValueTextEquals("after"u8))
        {
            if (Word(ref json, "after") is { } text)
            {
                After = InstantText.TryParse(text, out var instant) ? instant : Refuse(After, "after", text, "an instant such as 2026-03-29T01:00:00Z");
            }
        }
        else if (json.ValueTextEquals("count"u8))
        {
            Count = Number(ref json, "count", Count, 0, MostFires);
        }
        else
        {
            Setting(ref json);
        }
    }

    private void Setting(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("zone"u8))
        {
            Options = Word(ref json, "zone") is { } zone ? Options with { Zone = zone } : Options;
        }
        else if (json.ValueTextEquals("seed"u8))
        {
            Options = Word(ref json, "seed") is { } seed ? Options with { Seed = seed } : Options;
        }
        else if (json.ValueTextEquals("format"u8))
        {
            Options = Options with { Format = (CronFormat)Number(ref json, "format", (int)Options.Format, 5, 7) };
        }
        else if (json.ValueTextEquals("dayRule"u8))
        {
            Options = Options with { DayRule = Policy(ref json, "dayRule", Options.DayRule, PolicyWords.Days, "or, and") };
        }
        else if (json.ValueTextEquals("gap"u8))
        {
            Options = Options with { Gap = Policy(ref json, "gap", Options.Gap, PolicyWords.Gap, "after, skip, shift") };
        }
        else if (json.ValueTextEquals("overlap"u8))
        {
            Options = Options with { Overlap = Policy(ref json, "overlap", Options.Overlap, PolicyWords.Overlap, "auto, first, last, both") };
        }
        else
        {
            json.Read();
            json.Skip(); // a caller's own columns are none of our business
        }
    }

    /// <summary>A string, or null for null.</summary>
    private string? Word(ref Utf8JsonReader json, string field)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            return json.GetString();
        }

        json.Skip();
        return Refuse<string?>(null, field, "", "a string");
    }

    private int Number(ref Utf8JsonReader json, string field, int standard, int least, int greatest)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.Null)
        {
            return standard;
        }

        int number = 0;
        if (json.TokenType == JsonTokenType.Number && json.TryGetInt32(out number) && number >= least && number <= greatest)
        {
            return number;
        }

        json.Skip();
        return Refuse(standard, field, number.ToString(CultureInfo.InvariantCulture), $"a whole number from {least} to {greatest}");
    }

    private T Policy<T>(ref Utf8JsonReader json, string field, T standard, Func<string?, T?> read, string expected)
        where T : struct =>
        Word(ref json, field) is not { } word ? standard : read(word) ?? Refuse(standard, field, word, expected);

    private T Refuse<T>(T standard, string field, string token, string expected)
    {
        Error ??= Wrong("LINE_FIELD_INVALID", field, token, expected, $"\"{field}\" must be {expected}.");
        return standard;
    }

    private static ScheduleError Wrong(string code, string? field, string token, string expected, string message) =>
        new(code, field, 0, token.Length, token, expected, null, message);
}
