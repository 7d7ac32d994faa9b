namespace Belfry.Jobs.Commands;

public sealed record CommandSpec
{
    public required IReadOnlyList<string> Command { get; init; }
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public string? WorkingDirectory { get; init; }
    public string? Stdin { get; init; }
}
