using System.Text;
using Belfry.Server.Settings;

namespace Belfry.Server.Output;

/// <summary>Where output goes and what it may look like. Data goes to <see cref="Out"/>, everything else to <see cref="Error"/>.</summary>
internal sealed class Terminal
{
    public required TextWriter Out { get; init; }
    public required TextWriter Error { get; init; }

    /// <summary>A person reads standard output: relative times, icons, cut columns.</summary>
    public required bool IsInteractive { get; init; }

    /// <summary>A person can be asked and shown progress: input and standard error are a terminal.</summary>
    public required bool CanAsk { get; init; }

    public required bool Colour { get; init; }
    public required bool Quiet { get; init; }
    public required int Width { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static Terminal Standard(bool noColour, bool quiet)
    {
        bool interactive = !Console.IsOutputRedirected || IsSet("BELFRY_FORCE_TTY");
        return new Terminal
        {
            Out = Writer(Console.OpenStandardOutput()),
            Error = Console.Error,
            IsInteractive = interactive,
            CanAsk = !Console.IsInputRedirected && !Console.IsErrorRedirected,
            Colour = !noColour && (IsSet("CLICOLOR_FORCE") || (interactive && !IsSet("NO_COLOR") && Environment.GetEnvironmentVariable("TERM") != "dumb")),
            Quiet = quiet,
            Width = interactive && !Console.IsOutputRedirected ? Console.WindowWidth : int.MaxValue,
            Time = TestClock.FromEnvironment(),
        };
    }

    /// <summary>A line for the person, unless <c>--quiet</c>.</summary>
    public void Say(string line)
    {
        if (!Quiet)
        {
            ToError(line);
        }
    }

    public void Warn(string line) => ToError($"{Paint(Ink.Amber, "⚠")} {line}");

    /// <summary>What to type next; only where a person reads along.</summary>
    public void Hint(string line)
    {
        if (IsInteractive)
        {
            Say(Paint(Ink.Muted, $"Hint: {line}"));
        }
    }

    public string Paint(Ink ink, string text) => Colour && ink != Ink.Plain ? $"\e[{(int)ink}m{text}\e[0m" : text;

    // Output is buffered: what was written before comes before, where both go to one place.
    private void ToError(string line)
    {
        Out.Flush();
        Error.WriteLine(line);
    }

    private static bool IsSet(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } and not "0";

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(false), 16 * 1024);
}

/// <summary>Colours, by their number in the terminal's own palette, so that they fit its background.</summary>
internal enum Ink
{
    Plain = 0,
    Bold = 1,
    Muted = 2,
    Red = 31,
    Green = 32,
    Amber = 33,
    Blue = 34,
    Magenta = 35,
}
