namespace Belfry.Schedules.Fires;

/// <summary>The fires of another set within [start, end], both inclusive as RFC 5545 has it for UNTIL.</summary>
internal sealed class WindowedFires(FireSet inner, long start, long end) : FireSet
{
    public override long Next(long after)
    {
        var due = inner.Next(Math.Max(after, start - 1));
        return due > end ? NoneAfter : due;
    }

    public override long Previous(long before)
    {
        var due = inner.Previous(Math.Min(before, end + 1));
        return due < start ? NoneBefore : due;
    }

    public override string? Note(long due) => inner.Note(due);

    public override long Count(long after, long until, long limit) =>
        inner.Count(Math.Max(after, start - 1), Math.Min(until, end), limit);
}
