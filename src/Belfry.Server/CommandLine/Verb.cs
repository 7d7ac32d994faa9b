using System.CommandLine;

namespace Belfry.Server.CommandLine;

/// <summary>What a verb does with an invocation. Throws <see cref="Failure"/> when it cannot.</summary>
internal delegate Task<Exit> VerbAction(Invocation call, CancellationToken cancellation);

/// <summary>A command of the tree that does something.</summary>
internal sealed class Verb : Command
{
    public Verb(string name, string description, VerbAction does, params IEnumerable<Symbol> takes)
        : base(name, description)
    {
        Does = does;

        // The runner calls Does itself; an action tells the parser that a noun which is a verb too may stand alone.
        SetAction(_ => { });
        foreach (var symbol in takes)
        {
            if (symbol is Argument argument)
            {
                Add(argument);
            }
            else
            {
                Add((Option)symbol);
            }
        }
    }

    public VerbAction Does { get; }

    /// <summary>Command lines that work, shown below the help.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];
}
