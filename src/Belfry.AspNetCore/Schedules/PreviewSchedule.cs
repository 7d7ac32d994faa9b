using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Schedules;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Schedules;

/// <summary>
/// <c>POST /schedules/preview {schedule, zone?, count?, after?, seed?, …}</c> with the settings of a job file beside the text:
/// the schedule in words, its next fires, and what looks like a mistake.
/// </summary>
internal static class PreviewSchedule
{
    private const int Years = 1;

    private sealed record Request(string Text, ScheduleOptions Options, int Count, DateTimeOffset? After);

    /// <param name="Schedule">The text as Belfry would write it.</param>
    /// <param name="Transitions">Fires of the coming year that an offset change moves or doubles.</param>
    private sealed record Preview(
        string Schedule,
        ScheduleKind Kind,
        string Zone,
        string Words,
        bool NeverFires,
        IReadOnlyList<FireView> Next,
        IReadOnlyList<FireView> Transitions,
        IReadOnlyList<ScheduleWarning> Warnings);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var request = await JsonBody.Read(call.Http.Request, Read);
        if (!Schedule.TryParse(request.Text, request.Options, out var schedule, out var error))
        {
            return Problem.Of(400, error.Message, [new JobProblem("schedule", ScheduleRules.Sentence(request.Text, error))], error);
        }

        var after = request.After ?? await call.Now();
        return ApiJson.Ok(new Preview(
            schedule.ToString(),
            schedule.Kind,
            schedule.Zone,
            schedule.Words,
            schedule.NeverFires,
            [.. FireView.Next(schedule, after, request.Count)],
            [.. schedule.Transitions(after, Years).Select(FireView.Of)],
            schedule.Lint(after)));
    }

    private static Request Read(JsonFields fields, JsonReading reading)
    {
        if (!fields.Has("schedule"))
        {
            reading.Wrong("schedule", "is missing; write one such as daily at 02:00 in Europe/Paris.");
        }

        int count = fields.Whole("count") ?? 10;
        if (count is < 1 or > 1_000)
        {
            reading.Wrong("count", "must be from 1 to 1,000.");
        }

        string text = fields.Text("schedule") ?? "";
        var options = ScheduleJson.Read(fields, reading) with { Seed = fields.Text("seed") ?? "preview" };
        return new Request(text, options, count, fields.Instant("after"));
    }
}
