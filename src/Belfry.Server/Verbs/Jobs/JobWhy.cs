using System.CommandLine;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;
using Belfry.Server.Remote;

namespace Belfry.Server.Verbs.Jobs;

/// <summary><c>belfry why JOB</c>, also <c>belfry job why</c>: why a job ran or did not run at some moment.</summary>
internal static class JobWhy
{
    public static Verb Create(CommonFlags flags)
    {
        var name = JobNames.Argument();
        var at = new Option<string?>("--at")
        {
            HelpName = "TIME",
            Description = "The moment: an instant such as 2026-03-29T01:00:00Z, or a time of today (UTC) such as 03:00. The newest tick unless given.",
        };
        return new Verb("why", "Says why a job ran or did not run.", Run, name, at)
        {
            Examples = ["belfry why nightly-report --at 02:00", "belfry why nightly-report --at 2026-03-29T01:00:00Z"],
        };

        async Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            string? moment = call.Get(at) is { } text
                ? InstantText.Write(Moment(text, call.Time.GetUtcNow()))
                : (await call.GetJob(call.Get(name), cancellation)).At("lastDue").AsText();
            var why = await call.GetJob(call.Get(name), cancellation, Route.With("/why", ("at", moment)));
            if (call.Report.IsTable)
            {
                Print(call.Terminal, why);
            }
            else
            {
                call.Report.Thing(why);
            }

            return Exit.Done;
        }
    }

    private static void Print(Terminal terminal, System.Text.Json.JsonElement why)
    {
        string outcome = why.At("outcome").AsText() ?? "";
        string due = InstantText.TryParse(why.At("at").AsText(), out var at) ? Times.For(terminal, at) : "";
        terminal.Out.WriteLine($"{Mark.Words(terminal, outcome)}  {due}  {why.At("reason").AsText()}".TrimEnd());
        terminal.Out.WriteLine($"  {why.At("sentence").AsText()}");
    }

    private static DateTimeOffset Moment(string text, DateTimeOffset now)
    {
        if (InstantText.TryParse(text, out var instant))
        {
            return instant;
        }

        if (TimeOnly.TryParseExact(text, ["HH:mm", "HH:mm:ss"], out var time))
        {
            return new DateTimeOffset(now.UtcDateTime.Date + time.ToTimeSpan(), TimeSpan.Zero);
        }

        throw new Failure(Exit.Usage, $"--at takes an instant such as 2026-03-29T01:00:00Z or a time such as 03:00, not '{text}'.");
    }
}
