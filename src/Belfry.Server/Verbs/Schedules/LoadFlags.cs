using System.CommandLine;
using Belfry.Jobs;
using Belfry.Server.CommandLine;
using Belfry.Server.Remote;
using Belfry.Server.Verbs.Jobs;

namespace Belfry.Server.Verbs.Schedules;

/// <summary>The time and the jobs that a forecast of load is about, on the command line.</summary>
internal sealed class LoadFlags(CommonFlags flags)
{
    private readonly Option<DateTimeOffset?> from = CommonFlags.Instant("--from", "From when, a whole minute; the current hour unless given.");
    private readonly Option<TimeSpan?> length = CommonFlags.Duration("--for", "How far ahead, 7d at most; 24h unless given.");
    private readonly Option<string?> queue = new("--queue") { HelpName = "QUEUE", Description = "Only jobs of this queue." };

    public IEnumerable<Symbol> All => [from, length, queue, flags.Query];

    public DateTimeOffset From(Invocation call)
    {
        var now = call.Time.GetUtcNow();
        return call.Get(from) ?? now.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerHour));
    }

    public TimeSpan Length(Invocation call) => call.Get(length) ?? TimeSpan.FromDays(1);

    public string Path(Invocation call, string path, params IEnumerable<(string Name, string? Value)> more) => Route.With(
        path,
        [
            ("from", InstantText.Write(From(call))),
            ("to", InstantText.Write(From(call) + Length(call))),
            ("queue", call.Get(queue)),
            .. JobQueryText.Labels(call.Query),
            .. more,
        ]);
}
