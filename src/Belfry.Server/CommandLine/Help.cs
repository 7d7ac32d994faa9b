using System.CommandLine;
using System.CommandLine.Help;

namespace Belfry.Server.CommandLine;

/// <summary>The parser's help, followed by command lines that work.</summary>
internal static class Help
{
    public static int Show(ParseResult parsed, TextWriter output)
    {
        var help = parsed.Action as HelpAction ?? new HelpAction();
        parsed.InvocationConfiguration.Output = output;
        help.Invoke(parsed);
        if (parsed.CommandResult.Command is Verb { Examples.Count: > 0 } verb)
        {
            output.WriteLine("Examples:");
            foreach (string example in verb.Examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return (int)Exit.Done;
    }
}
