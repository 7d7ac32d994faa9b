using System.Text.Json;
using Belfry.Schedules;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Schedules;

/// <summary><c>belfry schedule lint</c>: exit 10 when there is something to say.</summary>
internal static class ScheduleLint
{
    private static readonly Column[] Columns = [Column.Text("CODE", "code"), Column.Text("WARNING", "message")];

    public static Verb Create(CommonFlags flags)
    {
        var schedule = new ScheduleFlags();
        return new Verb("lint", "Warns of what is valid but often not meant.", Run, schedule.All)
        {
            Examples = ["belfry schedule lint '0 0 13 * 5'"],
        };

        Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var warnings = schedule.Read(call).Lint(call.Time.GetUtcNow());
            call.Report.List([.. warnings.Select(ToJson)], null, Columns, "Nothing to warn of.");
            return Task.FromResult(warnings.Count == 0 ? Exit.Done : Exit.Differences);
        }
    }

    public static JsonElement ToJson(ScheduleWarning warning) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("code", warning.Code);
        json.WriteString("message", warning.Message);
        json.WriteEndObject();
    });
}
