using System.CommandLine;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs.Runs;

/// <summary>The argument that names a run; the start of an id is enough while it is the only one.</summary>
internal static class RunIds
{
    private const int ShownLength = 12;

    public static Argument<string> Argument()
    {
        var argument = new Argument<string>("RUN") { Description = "Id of the run, or the start of it." };
        argument.CompletionSources.Add(Completion.Runs);
        return argument;
    }

    /// <summary>Short for a person, whole for a program.</summary>
    public static string Shown(Terminal terminal, string id) =>
        terminal.IsInteractive && id.Length > ShownLength ? id[..ShownLength] : id;
}
