using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Words;

/// <summary>The sentence of a whole schedule: what its form says, and the zone.</summary>
internal static class Wording
{
    public static string Sentence(ScheduleForm form, Binding binding, bool neverFires)
    {
        var words = form.Words(binding);
        if (neverFires && !words.StartsWith("Never", StringComparison.Ordinal))
            words = "Never (" + words + ")";
        return form.IsTimed && binding.Zone.Id != "UTC" ? words + ", " + binding.Zone.Id + " time" : words;
    }
}
