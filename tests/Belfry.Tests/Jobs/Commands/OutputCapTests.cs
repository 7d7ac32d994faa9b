using System.Text;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

public sealed class OutputCapTests
{
    [Fact]
    public void A_short_output_is_kept_whole_and_without_a_marker()
    {
        var cap = Filled(head: 4, tail: 4, "abcdefgh");

        Text(cap.Finish()).ShouldBe("abcdefgh");
        cap.TotalBytes.ShouldBe(8);
        cap.DroppedBytes.ShouldBe(0);
    }

    [Fact]
    public void A_long_output_keeps_its_first_and_last_bytes_and_says_how_many_are_gone()
    {
        var cap = Filled(head: 4, tail: 4, "abcd" + new string('x', 1_234_567) + "wxyz");

        Text(cap.Finish()).ShouldBe("abcd\n… 1 234 567 bytes dropped …\nwxyz");
        cap.TotalBytes.ShouldBe(1_234_575);
        cap.DroppedBytes.ShouldBe(1_234_567);
    }

    [Fact]
    public void The_head_can_be_taken_as_it_comes()
    {
        var cap = new OutputCap(6, 2);
        cap.Append("ab"u8);
        Text(cap.TakeNew()).ShouldBe("ab");
        cap.TakeNew().ShouldBeEmpty();
        cap.Append("cdefgh"u8);
        Text(cap.TakeNew()).ShouldBe("cdef");

        Text(cap.Finish()).ShouldBe("gh");
    }

    [Fact]
    public void What_comes_after_the_finish_is_ignored()
    {
        var cap = Filled(head: 4, tail: 4, "ab");
        cap.Finish();
        cap.Append("cd"u8);

        cap.Finish().ShouldBeEmpty();
        cap.TakeNew().ShouldBeEmpty();
        cap.TotalBytes.ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 5)]
    [InlineData(5, 0)]
    [InlineData(7, 3)]
    [InlineData(64, 64)]
    public void However_the_output_is_cut_into_pieces_every_byte_is_kept_or_counted(int head, int tail)
    {
        var random = new Random(head * 100 + tail);
        for (int round = 0; round < 200; round++)
        {
            byte[] all = new byte[random.Next(200)];
            random.NextBytes(all);
            var cap = new OutputCap(head, tail);
            var kept = new List<byte>();
            for (int at = 0, count; at < all.Length; at += count)
            {
                count = random.Next(1, Math.Min(20, all.Length - at) + 1);
                cap.Append(all.AsSpan(at, count));
                kept.AddRange(random.Next(3) == 0 ? cap.TakeNew() : []);
            }
            long dropped = cap.DroppedBytes;
            kept.AddRange(cap.Finish());

            dropped.ShouldBe(Math.Max(0, all.Length - head - tail));
            byte[] gap = dropped == 0 ? [] : Encoding.UTF8.GetBytes($"\n… {dropped} bytes dropped …\n");
            kept.ShouldBe([.. all.Take(head), .. gap, .. all.Skip(head).TakeLast(tail)]);
        }
    }

    [Fact]
    public void Writers_at_once_lose_nothing()
    {
        var cap = new OutputCap(1000, 1000);

        Parallel.For(0, 1000, _ => cap.Append("0123456789"u8));

        cap.TotalBytes.ShouldBe(10_000);
        cap.DroppedBytes.ShouldBe(8_000);
        Text(cap.Finish()).Count(char.IsAsciiDigit).ShouldBe(2000 + "8000".Length);
    }

    private static OutputCap Filled(int head, int tail, string text)
    {
        var cap = new OutputCap(head, tail);
        cap.Append(Encoding.UTF8.GetBytes(text));
        return cap;
    }

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
