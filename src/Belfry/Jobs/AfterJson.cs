using System.Text.Json;
using Belfry.Policies;

namespace Belfry.Jobs;

/// <summary>
/// <c>schedule</c>, or in its place <c>after: [extract, load]</c>, which is another spelling of <c>schedule: after extract, load</c>.
/// </summary>
internal static class AfterJson
{
    private const string Manual = "manual";

    /// <summary>The text of the schedule.</summary>
    public static string Schedule(JsonFields job, JsonReading reading)
    {
        string? text = job.Text("schedule");
        if (job.Items("after", "[extract, load]") is not { } items)
        {
            return text ?? Manual;
        }

        string[] names = [.. items.Select(item => Name(item.Json, item.Path, reading)).OfType<string>()];
        if (names.Length < items.Count)
        {
            return Manual;
        }

        if (names.Length == 0)
        {
            reading.Wrong(job.At("after"), "names no job; name those that this one follows, or leave it out.");
            return text ?? Manual;
        }

        string after = "after " + string.Join(", ", names);
        if (text is not (null or Manual) && text != after)
        {
            reading.Wrong(job.At("after"), $"stands beside the schedule '{JsonReading.Short(text)}'; a job that follows others has no times of its own: leave one of the two out.");
        }

        return after;
    }

    public static void Write(Utf8JsonWriter json, JobDefinition job)
    {
        if (job.After is { Count: > 0 } after && job.Schedule == "after " + string.Join(", ", after))
        {
            JobJsonWriter.Texts(json, "after", after);
        }
        else
        {
            json.WriteString("schedule", job.Schedule);
        }

        JobJsonWriter.Word(json, "on", job.On);
        JobJsonWriter.Word(json, "unmet", job.Unmet);
    }

    private static string? Name(JsonElement json, string path, JsonReading reading)
    {
        string? name = reading.Text(json, path);
        if (name is not null && JobName.Problem(name) is { } wrong)
        {
            reading.Wrong(path, wrong);
            return null;
        }

        return name;
    }
}
