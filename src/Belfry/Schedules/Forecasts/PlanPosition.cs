using System.Globalization;
using System.Text;

namespace Belfry.Schedules.Forecasts;

/// <summary>A place in the plan of all jobs, which is ordered by instant and then by name. As text it is the cursor of a page.</summary>
internal readonly record struct PlanPosition(DateTimeOffset Due, string Job) : IComparable<PlanPosition>
{
    public int CompareTo(PlanPosition other)
    {
        int byDue = Due.CompareTo(other.Due);
        return byDue != 0 ? byDue : string.CompareOrdinal(Job, other.Job);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Due.ToUnixTimeSeconds()}-{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(Job))}");

    public static PlanPosition? Parse(string text)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds <= Civil.LastSecond
            && Hex(text[(dash + 1)..]) is { } job
                ? new PlanPosition(DateTimeOffset.FromUnixTimeSeconds(seconds), job)
                : null;
    }

    private static string? Hex(string text)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromHexString(text));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
