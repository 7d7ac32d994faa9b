using System.Globalization;
using System.Text.Json;
using Belfry.Schedules;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Schedules;

/// <summary>Fires of a schedule in the shape that scripts read: <c>{due, local, offset, note}</c>.</summary>
internal static class Fires
{
    public static Column[] Columns(Schedule schedule) =>
    [
        Column.When("DUE (UTC)", "due"),
        Column.Text($"LOCAL ({schedule.Zone})", "local"),
        Column.Text("OFFSET", "offset"),
        Column.Text("NOTE", "note"),
    ];

    public static IEnumerable<ScheduleFire> Next(Schedule schedule, DateTimeOffset after, int count)
    {
        for (var due = schedule.Next(after); due is { } instant && count > 0; due = schedule.Next(instant), count--)
        {
            yield return schedule.Describe(instant);
        }
    }

    public static JsonElement ToJson(ScheduleFire fire) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("due", Times.Iso(fire.Due));
        json.WriteString("local", fire.Local.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        json.WriteString("offset", Offset(fire.Offset));
        json.WriteString("note", fire.Note);
        json.WriteEndObject();
    });

    public static string Offset(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString(offset.Seconds == 0 ? "hh':'mm" : "hh':'mm':'ss", CultureInfo.InvariantCulture);
}
