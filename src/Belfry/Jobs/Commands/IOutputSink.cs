namespace Belfry.Jobs.Commands;

internal enum OutputStream
{
    Stdout,
    Stderr,
}

internal interface IOutputSink
{
    // Called from the readers of both streams, possibly at once. The bytes are only there during the call. Must not block:
    // while it does, the command stands still on a full pipe.
    void Write(OutputStream stream, ReadOnlySpan<byte> bytes);
}
