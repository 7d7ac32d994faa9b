using System.Globalization;
using Belfry.Policies;
using Belfry.Storage;

namespace Belfry.Tests.Policies;

/// <summary>
/// A plan as one line, so that tables can be read: <c>expired 08:00-09:00 x2, misfire 10:00 x1, run 11:00 (+3 from 08:00), next 12:00</c>.
/// Times of <see cref="Day"/> are written without their date.
/// </summary>
internal static class PlanText
{
    public const string Day = "2026-05-04";

    /// <summary><c>08:00</c> on <see cref="Day"/>, or a whole instant.</summary>
    public static DateTimeOffset Clock(string text) => DateTimeOffset.Parse(
        text.Contains('T', StringComparison.Ordinal) ? text : $"{Day}T{text}Z",
        CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal);

    public static string Of(TickPlan plan) => string.Join(", ",
    [
        .. plan.Skips.Select(Of),
        .. plan.Run.Select(Of),
        plan.NextDue is { } next ? $"next {Of(next)}" : "ended",
    ]);

    public static string Of(SkippedTicks skip)
    {
        var span = skip.First == skip.Last ? Of(skip.First) : $"{Of(skip.First)}-{Of(skip.Last)}";
        return string.Create(CultureInfo.InvariantCulture, $"{skip.Reason.ToString().ToLowerInvariant()} {span} x{skip.Count}");
    }

    private static string Of(PlannedTick tick) =>
        $"run {Of(tick.Due)}" + (tick.MissedCount > 0 ? $" (+{tick.MissedCount} from {Of(tick.FirstMissed!.Value)})" : "");

    public static string Of(DateTimeOffset instant)
    {
        var time = instant.ToString(instant.Second == 0 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture);
        var date = instant.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return date == Day ? time : $"{date}T{time}Z";
    }
}
