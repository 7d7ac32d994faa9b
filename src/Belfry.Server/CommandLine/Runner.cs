using System.CommandLine;
using System.CommandLine.Help;
using Belfry.Server.Output;
using Belfry.Storage;

namespace Belfry.Server.CommandLine;

/// <summary>Parses a command line, runs the verb it names, and turns every end into an exit code and a message.</summary>
internal sealed class Runner(Command root, CommonFlags flags, SettingFlags settings)
{
    // A bundle such as -abc is never meant here: read as flags it would hide a misspelling.
    private static readonly ParserConfiguration Parsing = new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null };

    public async Task<int> Run(string[] args)
    {
        var parsed = root.Parse(args, Parsing);
        if (args.Length == 0 || parsed.Action is HelpAction)
        {
            return Help.Show(parsed, Console.Out);
        }

        var terminal = Terminal.Standard(parsed.GetValue(flags.NoColor), parsed.GetValue(flags.Quiet));
        if (parsed.Errors.Count > 0 || parsed.CommandResult.Command is not Verb verb)
        {
            return (int)Ended(Mistakes.Describe(parsed), terminal, debug: false);
        }

        bool debug = parsed.GetValue(flags.Debug);
        try
        {
            return (int)await Run(verb, new Invocation(parsed, flags, settings, terminal), terminal, debug);
        }
        finally
        {
            Flush(terminal);
        }
    }

    private static async Task<Exit> Run(Verb verb, Invocation call, Terminal terminal, bool debug)
    {
        using var signals = new EndingSignals();
        call.Hurry = signals.Hurry;
        try
        {
            return await verb.Does(call, signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            return Exit.Interrupted;
        }
        catch (Exception e)
        {
            return Ended(e, terminal, debug);
        }
    }

    private static Exit Ended(Exception e, Terminal terminal, bool debug)
    {
        Flush(terminal);
        var failure = e as Failure ?? Unexpected(e);
        failure.Print(terminal.Error);
        if (debug)
        {
            terminal.Error.WriteLine(e);
        }

        return failure.Exit;
    }

    private static Failure Unexpected(Exception e) => e switch
    {
        StoreException => new(Exit.Unreachable, e.Message),
        _ => new(Exit.Failed, $"something went wrong that should not: {e.Message}", next: "Run it again with --debug to see where."),
    };

    private static void Flush(Terminal terminal)
    {
        try
        {
            terminal.Out.Flush();
        }
        catch (IOException)
        {
            // The reader went away, as `head` does; there is nobody to tell.
        }
    }
}
