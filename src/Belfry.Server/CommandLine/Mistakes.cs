using System.CommandLine;
using System.CommandLine.Parsing;
using Belfry.Jobs;

namespace Belfry.Server.CommandLine;

/// <summary>What is wrong with a command line, with the word that was probably meant.</summary>
internal static class Mistakes
{
    public static Failure Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        string path = PathOf(parsed.CommandResult);
        string help = $"See {path} --help.";
        if (parsed.UnmatchedTokens is [var token, ..])
        {
            bool isFlag = token.StartsWith('-');
            string[] known = isFlag ? [.. Flags(parsed.CommandResult)] : [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)];
            string kind = isFlag ? "flag" : known.Length > 0 ? "command" : "argument";
            string guess = Spelling.Nearest(token, known) is { } word ? $"Did you mean {word}? " : "";
            string what = kind == "argument" ? $"{path} takes no further argument: '{token}'." : $"{path} has no {kind} '{token}'.";
            return new Failure(Exit.Usage, what, next: guess + help);
        }

        if (command is not Verb)
        {
            string verbs = string.Join(", ", command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name));
            return new Failure(Exit.Usage, $"{path} needs a verb: {verbs}.", next: help);
        }

        return new Failure(Exit.Usage, Sentence(parsed.Errors[0].Message, path), next: help);
    }

    public static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : "belfry";

    private static IEnumerable<string> Flags(CommandResult result)
    {
        var own = result.Command.Options;
        for (var above = result.Parent as CommandResult; above is not null; above = above.Parent as CommandResult)
        {
            own = [.. own, .. above.Command.Options.Where(option => option.Recursive)];
        }

        return own.SelectMany(option => option.Aliases.Append(option.Name));
    }

    // The parser's own messages name the command without its noun.
    private static string Sentence(string message, string path) =>
        message.StartsWith("Required argument missing for command", StringComparison.Ordinal) ? $"{path}: an argument is missing." : message;
}
