using Belfry.Storage;

namespace Belfry.Jobs.Commands;

internal enum OutputStream
{
    Stdout,
    Stderr,
}

internal interface IOutputSink
{
    void Write(OutputStream stream, ReadOnlySpan<byte> bytes);
}

internal sealed class OutputCap
{
    public void Append(ReadOnlySpan<byte> bytes)
    {
    }

    public OutputChunk? TakeNew() => null;
}
