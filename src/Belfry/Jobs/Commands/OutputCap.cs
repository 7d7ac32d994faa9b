using System.Buffers;
using System.Globalization;
using System.Text;

namespace Belfry.Jobs.Commands;

// Keeps the first and the last bytes of an output of any length. Every byte is exactly one of: taken, waiting in the head,
// in the tail, or counted as dropped.
internal sealed class OutputCap(int headLimit, int tailLimit) : IOutputSink
{
    private readonly Lock gate = new();
    private readonly ArrayBufferWriter<byte> head = new();
    private byte[] ring = [];
    private long headTotal;
    private long tailTotal;
    private bool finished;

    public long TotalBytes
    {
        get
        {
            lock (gate)
            {
                return headTotal + tailTotal;
            }
        }
    }

    public long DroppedBytes
    {
        get
        {
            lock (gate)
            {
                return Dropped;
            }
        }
    }

    private long Dropped => Math.Max(0, tailTotal - tailLimit);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (finished)
            {
                return;
            }
            int first = (int)Math.Min(bytes.Length, headLimit - headTotal);
            head.Write(bytes[..first]);
            headTotal += first;
            AppendToTail(bytes[first..]);
        }
    }

    // The bytes of the head that came since the last call.
    public byte[] TakeNew()
    {
        lock (gate)
        {
            byte[] taken = head.WrittenSpan.ToArray();
            head.ResetWrittenCount();
            return taken;
        }
    }

    // The rest: what of the head was not taken, the gap in words, the tail. What is appended later is ignored.
    public byte[] Finish()
    {
        lock (gate)
        {
            if (finished)
            {
                return [];
            }
            finished = true;
            if (Dropped > 0)
            {
                head.Write(Encoding.UTF8.GetBytes($"\n… {Grouped(Dropped)} bytes dropped …\n"));
            }
            WriteTail();
            byte[] rest = head.WrittenSpan.ToArray();
            head.Clear();
            ring = [];
            return rest;
        }
    }

    void IOutputSink.Write(OutputStream stream, ReadOnlySpan<byte> bytes) => Append(bytes);

    private void AppendToTail(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }
        var kept = bytes[^Math.Min(bytes.Length, tailLimit)..];
        tailTotal += bytes.Length;
        if (kept.IsEmpty)
        {
            return;
        }
        if (ring.Length == 0)
        {
            ring = new byte[tailLimit];     // most outputs never get here
        }
        int start = (int)((tailTotal - kept.Length) % tailLimit);
        int untilEnd = Math.Min(kept.Length, tailLimit - start);
        kept[..untilEnd].CopyTo(ring.AsSpan(start));
        kept[untilEnd..].CopyTo(ring);
    }

    private void WriteTail()
    {
        int end = tailLimit == 0 ? 0 : (int)(tailTotal % tailLimit);
        if (tailTotal > tailLimit)
        {
            head.Write(ring.AsSpan(end));
        }
        head.Write(ring.AsSpan(0, tailTotal == tailLimit ? ring.Length : end));
    }

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', ' ');
}
