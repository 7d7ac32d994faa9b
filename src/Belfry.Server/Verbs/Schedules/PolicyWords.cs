using Belfry.Schedules;

namespace Belfry.Server.Verbs.Schedules;

/// <summary>The words for the settings beside a schedule; null for any other word.</summary>
internal static class PolicyWords
{
    public static GapPolicy? Gap(string? word) => word switch
    {
        "after" => GapPolicy.After,
        "skip" => GapPolicy.Skip,
        "shift" => GapPolicy.Shift,
        _ => null,
    };

    public static OverlapPolicy? Overlap(string? word) => word switch
    {
        "auto" => OverlapPolicy.Auto,
        "first" => OverlapPolicy.First,
        "last" => OverlapPolicy.Last,
        "both" => OverlapPolicy.Both,
        _ => null,
    };

    public static DayRule? Days(string? word) => word switch
    {
        "or" => DayRule.Or,
        "and" => DayRule.And,
        _ => null,
    };
}
