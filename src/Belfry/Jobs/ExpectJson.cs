using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary><c>expect: {min, max, atMostEvery, numbers: {rows: {min, max}}}</c>. No <c>expect</c> is anything.</summary>
internal static class ExpectJson
{
    public static ExpectPolicy? Read(JsonFields job)
    {
        if (job.Object("expect") is not { } expect)
        {
            return null;
        }

        var policy = new ExpectPolicy
        {
            Min = expect.Duration("min"),
            Max = expect.Duration("max"),
            AtMostEvery = expect.Duration("atMostEvery"),
            Numbers = Numbers(expect),
        };
        expect.Close();
        return policy;
    }

    public static void Write(Utf8JsonWriter json, ExpectPolicy? expect, DurationForm durations)
    {
        if (expect is null)
        {
            return;
        }

        json.WriteStartObject("expect");
        JobJsonWriter.Duration(json, "min", expect.Min, durations);
        JobJsonWriter.Duration(json, "max", expect.Max, durations);
        JobJsonWriter.Duration(json, "atMostEvery", expect.AtMostEvery, durations);
        if (expect.Numbers.Count > 0)
        {
            json.WriteStartObject("numbers");
            foreach (var (name, bounds) in expect.Numbers.OrderBy(number => number.Key, StringComparer.Ordinal))
            {
                json.WriteStartObject(name);
                Bound(json, "min", bounds.Min);
                Bound(json, "max", bounds.Max);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static Dictionary<string, NumberBounds> Numbers(JsonFields expect)
    {
        var numbers = new Dictionary<string, NumberBounds>();
        if (expect.Object("numbers") is not { } all)
        {
            return numbers;
        }

        foreach (string name in all.Names)
        {
            if (all.Object(name) is { } bounds)
            {
                numbers[name] = new NumberBounds(bounds.Real("min"), bounds.Real("max"));
                bounds.Close();
            }
        }

        return numbers;
    }

    private static void Bound(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } bound)
        {
            json.WriteNumber(name, bound);
        }
    }
}
