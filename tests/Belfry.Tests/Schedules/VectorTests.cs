using System.Text.Json;
using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

/// <summary>Next occurrences on which independent engines agree, one JSON object a line.</summary>
public sealed class VectorTests
{
    private static readonly Dictionary<string, JsonElement> Vectors = Read();

    public static TheoryData<string> Ids => [.. Vectors.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_next_occurrences_are_those_of_the_vector(string id)
    {
        var slots = SlotsOf(id, out var expected);
        var at = Cron.Seconds(Vectors[id].GetProperty("after").GetString()!);
        var found = expected.Select(_ => Cron.Instant(at = slots.Next(at)));
        found.ShouldBe(expected);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_previous_occurrences_are_the_same_backwards(string id)
    {
        var slots = SlotsOf(id, out var expected);
        var at = Cron.Seconds(expected[^1]) + 1;
        var found = expected.Select(_ => Cron.Instant(at = slots.Previous(at)));
        found.ShouldBe(expected.Reverse());
    }

    private static ZonedSlots SlotsOf(string id, out string[] expected)
    {
        var vector = Vectors[id];
        expected = [.. vector.GetProperty("next").EnumerateArray().Select(next => next.GetString()!)];
        var format = (CronFormat)vector.GetProperty("dialect").GetInt32();
        var dayRule = Enum.Parse<DayRule>(vector.GetProperty("day_rule").GetString()!, ignoreCase: true);
        var pattern = Cron.Pattern(vector.GetProperty("expr").GetString()!, format, dayRule);
        return new(pattern, Cron.Zone(vector.GetProperty("zone").GetString()!), GapPolicy.After, OverlapPolicy.Auto);
    }

    private static Dictionary<string, JsonElement> Read()
    {
        using var stream = typeof(VectorTests).Assembly.GetManifestResourceStream("vectors.jsonl")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(vector => vector.GetProperty("id").GetString()!);
    }
}
