using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Belfry.AspNetCore.Page;

/// <summary>
/// A piece of a page, written as an interpolated text. Whatever is put into one is encoded, unless it is a piece itself: no text
/// can become markup.
/// </summary>
[InterpolatedStringHandler]
internal sealed class Html
{
    private readonly StringBuilder markup;

    public Html(int literalLength, int formattedCount) => markup = new StringBuilder(literalLength + (16 * formattedCount));

    public static Html Nothing { get; } = $"";

    public static Html Join(IEnumerable<Html> pieces)
    {
        Html all = $"";
        foreach (var piece in pieces)
        {
            all.AppendFormatted(piece);
        }

        return all;
    }

    public void AppendLiteral(string markup) => this.markup.Append(markup);

    public void AppendFormatted(Html piece) => markup.Append(piece.markup);

    public void AppendFormatted(IEnumerable<Html> pieces) => AppendFormatted(Join(pieces));

    public void AppendFormatted<T>(T value, string? format = null) => markup.Append(
        HtmlEncoder.Default.Encode(value is IFormattable number ? number.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? ""));

    public override string ToString() => markup.ToString();
}
