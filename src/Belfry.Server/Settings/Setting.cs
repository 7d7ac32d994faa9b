namespace Belfry.Server.Settings;

/// <summary>One thing that can be set by a flag, by environment variables, or in the settings file.</summary>
/// <param name="Name">Key in the settings file.</param>
/// <param name="Flag">The flag, or null when there is none.</param>
/// <param name="Variables">Environment variables, the first that is set wins.</param>
/// <param name="Default">For people, and for <paramref name="Check"/>; null is unset.</param>
/// <param name="Means">One sentence.</param>
/// <param name="Check">What is wrong with a value, or null.</param>
/// <param name="Secret">Never shown.</param>
internal sealed record Setting(
    string Name,
    string? Flag,
    IReadOnlyList<string> Variables,
    string? Default,
    string Means,
    Func<string, string?> Check,
    bool Secret = false);

/// <param name="Value">Null when nothing sets it and there is no default.</param>
/// <param name="Source">For people: <c>flag --store</c>, <c>BELFRY_STORE</c>, <c>belfry.yaml:3</c>, <c>default</c>.</param>
internal sealed record SettingValue(Setting Setting, string? Value, string Source);
