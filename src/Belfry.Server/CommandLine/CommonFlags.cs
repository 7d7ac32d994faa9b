using System.CommandLine;
using Belfry.Jobs;

namespace Belfry.Server.CommandLine;

/// <summary>
/// The flags that mean the same everywhere. Those of <see cref="Everywhere"/> are understood by every verb; the others are
/// taken by the verbs that honour them, so that a flag is never accepted and ignored.
/// </summary>
internal sealed class CommonFlags
{
    public Option<string?> Config { get; } = Text("--config", "FILE", "Settings file, instead of belfry.json or belfry.yaml here.");
    public Option<bool> NoColor { get; } = new("--no-color") { Description = "Plain text (also NO_COLOR).", Recursive = true };
    public Option<bool> Quiet { get; } = new("--quiet") { Description = "No hints and progress on standard error.", Recursive = true };
    public Option<bool> Debug { get; } = new("--debug") { Description = "Show stack traces and more logs.", Recursive = true };
    public Option<string?> Output { get; } = Choice("--output", ["-o"], ["table", "json", "jsonl", "yaml"], "Form of the data on standard output.");

    public Option<string?> Query { get; } = new("--query", "-q") { HelpName = "QUERY", Description = "Filter: status:failed tag:billing text." };
    public Option<int> Limit { get; } = Count("--limit", 50, "Most items shown.");
    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Show what would happen; change nothing." };
    public Option<bool> Yes { get; } = new("--yes", "-y") { Description = "Do not ask." };
    public Option<string?> Reason { get; } = new("--reason") { HelpName = "TEXT", Description = "Kept with the change in the audit log." };
    public Option<bool> Wait { get; } = new("--wait") { Description = "Wait for the end; exit 6 unless it succeeds." };
    public Option<TimeSpan?> Timeout { get; } = Duration("--timeout", "Longest wait, such as 90s or 10m; exit 7 after it.");

    public IEnumerable<Option> Everywhere => [Output, Config, NoColor, Quiet, Debug];

    public static Option<string?> Choice(string name, string[] aliases, string[] words, string description)
    {
        var option = new Option<string?>(name, aliases) { HelpName = string.Join('|', words), Description = description, Recursive = name == "--output" };
        option.CompletionSources.Add(words);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !words.Contains(token.Value, StringComparer.Ordinal))
            {
                string guess = Spelling.Nearest(token.Value, words) is { } word ? $" Did you mean {word}?" : "";
                result.AddError($"{name} does not know '{token.Value}': it takes {string.Join(", ", words)}.{guess}");
            }
        });
        return option;
    }

    public static Option<TimeSpan?> Duration(string name, string description) => new(name)
    {
        HelpName = "DURATION",
        Description = description,
        CustomParser = result =>
        {
            if (DurationText.TryParse(result.Tokens[0].Value, out var duration))
            {
                return duration;
            }

            result.AddError($"{name} takes a duration such as 90s, 10m or 1h30m, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    public static Option<DateTimeOffset?> Instant(string name, string description) => new(name)
    {
        HelpName = "INSTANT",
        Description = description,
        CustomParser = result =>
        {
            if (InstantText.TryParse(result.Tokens[0].Value, out var instant))
            {
                return instant;
            }

            result.AddError($"{name} takes an instant such as 2026-03-29T01:00:00Z, not '{result.Tokens[0].Value}'.");
            return null;
        },
    };

    public static Option<int> Count(string name, int standard, string description) => new(name)
    {
        HelpName = "N",
        Description = $"{description} Default {standard}.",
        DefaultValueFactory = _ => standard,
        CustomParser = result =>
        {
            if (int.TryParse(result.Tokens[0].Value, out int count) && count > 0)
            {
                return count;
            }

            result.AddError($"{name} takes a whole number from 1 on, not '{result.Tokens[0].Value}'.");
            return standard;
        },
    };

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description, Recursive = true };
}
