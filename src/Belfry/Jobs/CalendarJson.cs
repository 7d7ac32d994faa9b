using System.Text.Json;
using Belfry.Schedules;

namespace Belfry.Jobs;

/// <summary><c>calendars: [{name: holidays, excludes: "dates 2026-12-25, 2027-01-01"}]</c></summary>
internal static class CalendarJson
{
    public static IReadOnlyList<Calendar> Read(JsonFields job, JsonReading reading) =>
    [
        .. (job.Items("calendars", $"[{{name: holidays, excludes: \"{CalendarText.Example}\"}}]") ?? [])
            .Select(item => Read(item.Json, item.Path, reading))
            .OfType<Calendar>(),
    ];

    public static void Write(Utf8JsonWriter json, IReadOnlyList<Calendar> calendars)
    {
        if (calendars.Count == 0)
        {
            return;
        }

        json.WriteStartArray("calendars");
        foreach (var calendar in calendars)
        {
            json.WriteStartObject();
            json.WriteString("name", calendar.Name);
            json.WriteString("excludes", calendar.Definition);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static Calendar? Read(JsonElement json, string path, JsonReading reading)
    {
        if (JsonFields.Open(json, path, reading) is not { } fields)
        {
            return null;
        }

        var (name, text) = (fields.Text("name"), fields.Text("excludes"));
        fields.Close();
        if (name is null || text is null)
        {
            reading.Wrong(path, $"must have a name, and what it excludes, such as {CalendarText.Example}.");
            return null;
        }

        try
        {
            return CalendarText.Parse(name, text);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or InvalidOperationException)
        {
            reading.Wrong(fields.At("excludes"), wrong.Message);
            return null;
        }
    }
}
