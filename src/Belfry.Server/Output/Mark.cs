namespace Belfry.Server.Output;

/// <summary>The sign and colour of a state. The word always stands beside it: never colour alone.</summary>
internal readonly record struct Mark(string Icon, Ink Ink)
{
    public static Mark Of(string? state) => state switch
    {
        "succeeded" or "run" or "ok" or "up" or "closed" => new("✓", Ink.Green),
        "failed" => new("▲", Ink.Red),
        "running" => new("◔", Ink.Blue),
        "retrying" => new("◆", Ink.Amber),
        "open" or "isolated" => new("✕", Ink.Red),
        "half_open" => new("◆", Ink.Amber),
        "dead" => new("✕", Ink.Magenta),
        "queued" => new("▤", Ink.Plain),
        "cancelled" => new("■", Ink.Muted),
        "skipped" => new("⊘", Ink.Muted),
        "scheduled" => new("◌", Ink.Muted),
        "paused" => new("⏸", Ink.Amber),
        "disabled" => new("○", Ink.Muted),
        _ => new("", Ink.Plain),
    };

    public static string Words(Terminal terminal, string? state)
    {
        if (state is null || !terminal.IsInteractive)
        {
            return state ?? "-";
        }

        var mark = Of(state);
        return mark.Icon.Length == 0 ? state : $"{terminal.Paint(mark.Ink, mark.Icon)} {state}";
    }
}
