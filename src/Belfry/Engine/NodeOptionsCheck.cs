using System.Globalization;
using Belfry.Policies;

namespace Belfry.Engine;

/// <summary>Numbers that a node cannot live by are refused before it starts: with them it would be fenced, or spin, or do nothing.</summary>
internal static class NodeOptionsCheck
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestLease = TimeSpan.FromDays(20);
    private static readonly TimeSpan ShortestRound = TimeSpan.FromMilliseconds(10);

    /// <exception cref="ArgumentException">The message names every option that is wrong, its value and its bound.</exception>
    public static NodeOptions Checked(this NodeOptions options)
    {
        string[] wrong = [.. Problems(options)];
        return wrong.Length == 0
            ? options
            : throw new ArgumentException($"A node cannot work with these options. {string.Join(" ", wrong)}", nameof(options));
    }

    public static IEnumerable<string> Problems(NodeOptions options) => new[]
    {
        string.IsNullOrWhiteSpace(options.Name) ? "Name is empty; give the node a name for people, such as its host's." : null,
        options.Slots is < 1 or > 100_000 ? $"Slots must be from 1 to 100,000, not {Number(options.Slots)}." : null,
        options.Queues is { Count: 0 } ? "Queues is an empty list, which serves nothing; name queues, or leave it null to serve all." : null,
        options.Environment is { } environment && string.IsNullOrWhiteSpace(environment) ? "Environment is empty; leave it null to state none." : null,
        AtLeast(nameof(options.LeaseTime), options.LeaseTime, ShortestLease),
        options.LeaseTime > LongestLease ? $"LeaseTime must be at most {Durations.Text(LongestLease)}, not {Durations.Text(options.LeaseTime)}." : null,
        AtLeast(nameof(options.BeatEvery), options.BeatEvery, ShortestRound),
        AtLeast(nameof(options.FenceMargin), options.FenceMargin, ShortestRound),
        options.FenceMargin >= options.LeaseTime
            ? $"FenceMargin ({Durations.Text(options.FenceMargin)}) must be less than LeaseTime ({Durations.Text(options.LeaseTime)}), or the node never holds a lease." : null,
        options.FenceMargin < options.LeaseTime && options.BeatEvery >= options.LeaseTime - options.FenceMargin
            ? $"BeatEvery ({Durations.Text(options.BeatEvery)}) must be less than LeaseTime minus FenceMargin ({Durations.Text(options.LeaseTime - options.FenceMargin)}), or the node stops its runs before it renews its lease." : null,
        options.FenceMargin < options.LeaseTime && options.LookAhead >= options.LeaseTime - options.FenceMargin
            ? $"LookAhead ({Durations.Text(options.LookAhead)}) must be less than LeaseTime minus FenceMargin ({Durations.Text(options.LeaseTime - options.FenceMargin)}), or runs are held for longer than a lease lasts." : null,
        options.MaxSkew is { } skew ? AtLeast(nameof(options.MaxSkew), skew, TimeSpan.FromMilliseconds(100)) : null,
        AtLeast(nameof(options.LookAhead), options.LookAhead, TimeSpan.Zero),
        AtLeast(nameof(options.RescueGrace), options.RescueGrace, TimeSpan.Zero),
        AtLeast(nameof(options.SweepEvery), options.SweepEvery, ShortestRound),
        AtLeast(nameof(options.NeighboursEvery), options.NeighboursEvery, ShortestRound),
        AtLeast(nameof(options.PollEvery), options.PollEvery, ShortestRound),
        AtLeast(nameof(options.ReportEvery), options.ReportEvery, ShortestRound),
        AtLeast(nameof(options.PruneEvery), options.PruneEvery, ShortestRound),
        AtLeast(nameof(options.NotifyEvery), options.NotifyEvery, ShortestRound),
        AtLeast(nameof(options.DriftEvery), options.DriftEvery, ShortestRound),
        AtLeast(nameof(options.DrainTime), options.DrainTime, TimeSpan.Zero),
        AtLeast(nameof(options.KillGrace), options.KillGrace, TimeSpan.Zero),
        options.MaxLost < 1 ? $"MaxLost must be at least 1, not {Number(options.MaxLost)}." : null,
        options.OutputHead < 0 ? $"OutputHead must be at least 0, not {Number(options.OutputHead)}." : null,
        options.OutputTail < 0 ? $"OutputTail must be at least 0, not {Number(options.OutputTail)}." : null,
    }.OfType<string>();

    private static string? AtLeast(string option, TimeSpan value, TimeSpan least) =>
        value >= least ? null : $"{option} must be at least {Durations.Text(least)}, not {Durations.Text(value)}.";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
