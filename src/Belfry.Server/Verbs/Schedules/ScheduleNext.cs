using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Schedules;

/// <summary><c>belfry schedule next</c>: when a schedule fires, one schedule or many from standard input.</summary>
internal static class ScheduleNext
{
    public static Verb Create(CommonFlags flags)
    {
        var schedule = new ScheduleFlags();
        var after = CommonFlags.Instant("--after", "Fires later than this instant; now unless given.");
        var count = CommonFlags.Count("--count", 10, "How many.");
        var stdin = new Option<bool>("--stdin") { Description = "Read JSON lines {id, schedule, zone, after, count, …} and write {id, next} or {id, error}." };
        return new Verb("next", "Shows when a schedule fires.", Run, [.. schedule.All, after, count, stdin])
        {
            Examples =
            [
                "belfry schedule next '30 2 * * *' --zone Europe/Berlin --after 2026-03-28T00:00:00Z --count 3",
                "belfry schedule next 'every weekday at 09:00 in America/New_York' -o json",
            ],
        };

        Task<Exit> Run(Invocation call, CancellationToken cancellation)
        {
            var from = call.Get(after) ?? call.Time.GetUtcNow();
            if (call.Get(stdin))
            {
                using var input = Console.OpenStandardInput();
                using var output = Console.OpenStandardOutput();
                new NextLines(schedule.Options(call), from, call.Get(count)).Run(input, output, cancellation);
            }
            else
            {
                Show(call, schedule, from, call.Get(count));
            }

            return Task.FromResult(Exit.Done);
        }
    }

    private static void Show(Invocation call, ScheduleFlags flags, DateTimeOffset from, int count)
    {
        var schedule = flags.Read(call);
        var fires = Fires.Next(schedule, from, count);

        // A program that asks for nothing special gets the instants alone, one a line.
        if (call.Format is null && !call.Terminal.IsInteractive)
        {
            foreach (var fire in fires)
            {
                call.Terminal.Out.WriteLine(Times.Iso(fire.Due));
            }
        }
        else
        {
            call.Report.List([.. fires.Select(Fires.ToJson)], null, Fires.Columns(schedule), "It does not fire after that instant.");
        }

        if (schedule.NeverFires)
        {
            call.Terminal.Warn("this schedule never fires.");
        }
    }
}
