namespace Belfry.Server.Output;

/// <summary>One line on standard error that is redrawn; nothing at all where nobody watches.</summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private const int BarWidth = 10;
    private int shown;

    public void Show(double? fraction, string? text)
    {
        if (!terminal.CanAsk || terminal.Quiet)
        {
            return;
        }

        string bar = fraction is { } part
            ? $"{new string('▓', (int)(part * BarWidth)).PadRight(BarWidth, '░')} {part * 100,3:0} %  "
            : "";
        string line = $"{bar}{text}";
        terminal.Error.Write("\r" + line.PadRight(shown));
        shown = line.Length;
    }

    public void Clear()
    {
        if (shown > 0)
        {
            terminal.Error.Write("\r" + new string(' ', shown) + "\r");
            shown = 0;
        }
    }
}
