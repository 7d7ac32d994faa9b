using System.CommandLine;
using System.CommandLine.Completions;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Shells;

/// <summary><c>belfry complete -- WORDS</c>: what could stand in place of the last word, one a line, with a tab before what it means.</summary>
internal static class CompleteVerb
{
    /// <param name="tree">Asks for the tree when called: this verb is a part of it.</param>
    public static Verb Create(Func<Command> tree)
    {
        var words = new Argument<string[]>("WORDS") { Arity = ArgumentArity.ZeroOrMore };
        return new Verb("complete", "For completion scripts.", (call, cancellation) =>
        {
            string[] typed = call.Find(words) ?? [];
            string last = typed.Length > 0 ? typed[^1] : "";
            foreach (var item in Candidates(tree(), typed, last))
            {
                call.Terminal.Out.WriteLine(item.Detail is { } about ? $"{item.Label}\t{about.Split('\n')[0]}" : item.Label);
            }

            return Task.FromResult(Exit.Done);
        }, words)
        {
            Hidden = true,
        };
    }

    // As one text with the cursor at its end: only so does the parser know that a flag still waits for its value.
    private static IEnumerable<CompletionItem> Candidates(Command tree, string[] typed, string last)
    {
        string line = string.Join(' ', typed.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word));
        return tree
            .Parse(line)
            .GetCompletions(line.Length)
            .Where(item => item.Label.StartsWith(last, StringComparison.Ordinal))
            // Flags crowd out everything else until one begins to type one.
            .Where(item => last.StartsWith('-') || !item.Label.StartsWith('-'))
            .DistinctBy(item => item.Label);
    }
}
