using System.Globalization;
using System.Text.Json;
using Belfry.Schedules;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Schedules;

/// <summary><c>belfry schedule explain</c>: in words, the next fires, and where the clocks change under it.</summary>
internal static class ScheduleExplain
{
    private const int CountLimit = 40_000_000;
    private const int YearsAhead = 2;
    private const int MostTransitions = 4;

    public static Verb Create(CommonFlags flags)
    {
        var schedule = new ScheduleFlags();
        var count = CommonFlags.Count("--count", 5, "How many of the next fires.");
        return new Verb("explain", "Says in words what a schedule means.", Run, [.. schedule.All, count])
        {
            Examples = ["belfry schedule explain '30 2 * * *' --zone Europe/Berlin"],
        };

        Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var read = schedule.Read(call);
            var now = call.Time.GetUtcNow();
            if (call.Report.IsTable)
            {
                Print(call.Terminal, read, now, call.Get(count));
            }
            else
            {
                call.Report.Thing(ToJson(read, now, call.Get(count)));
            }

            return Task.FromResult(Exit.Done);
        }
    }

    private static void Print(Terminal terminal, Schedule schedule, DateTimeOffset now, int count)
    {
        terminal.Out.WriteLine(schedule.Words);
        if (FiresAYear(schedule, now) is > 0 and var year)
        {
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{year:N0} fires in the next 365 days, zone {schedule.Zone}"));
        }

        foreach (var fire in Fires.Next(schedule, now, count))
        {
            string when = terminal.IsInteractive ? Times.Relative(fire.Due - now) : Times.Iso(fire.Due);
            terminal.Out.WriteLine($"  {Line(fire)}  {terminal.Paint(Ink.Muted, when)}");
        }

        string sign = terminal.Paint(Ink.Amber, "⚠");
        foreach (var fire in schedule.Transitions(now, YearsAhead).Take(MostTransitions))
        {
            terminal.Out.WriteLine($"{sign} {Line(fire)}  {Told(fire.Note)}");
        }

        foreach (var warning in schedule.Lint(now))
        {
            terminal.Out.WriteLine($"{sign} {warning.Code} {warning.Message}");
        }
    }

    private static JsonElement ToJson(Schedule schedule, DateTimeOffset now, int count) => Json.Build(json =>
    {
        json.WriteStartObject();
        json.WriteString("schedule", schedule.ToString());
        json.WriteString("kind", schedule.Kind.ToString().ToLowerInvariant());
        json.WriteString("zone", schedule.Zone);
        json.WriteString("words", schedule.Words);
        json.WriteNumber("firesPerYear", FiresAYear(schedule, now));
        json.WriteItems("next", Fires.Next(schedule, now, count).Select(Fires.ToJson));
        json.WriteItems("transitions", schedule.Transitions(now, YearsAhead).Select(Fires.ToJson));
        json.WriteItems("warnings", schedule.Lint(now).Select(ScheduleLint.ToJson));
        json.WriteEndObject();
    });

    private static long FiresAYear(Schedule schedule, DateTimeOffset now) => schedule.Count(now, now.AddDays(365), CountLimit);

    private static string Line(ScheduleFire fire) =>
        $"{fire.Local.ToString("ddd d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture)} {Fires.Offset(fire.Offset)}";

    private static string Told(string? note) => note switch
    {
        "gap" => "the clocks skip the time it names: it fires at the first instant after",
        "shifted" => "the clocks skip the time it names: it fires later by as much",
        "overlap" => "the clocks show this time twice",
        _ => "",
    };
}
