namespace Belfry.Schedules.Calendars;

internal sealed class UnionCalendar(string name, Calendar[] calendars) : Calendar(name)
{
    public override string? Definition => Combined.Definition("any of", calendars);

    public override bool Excludes(DateTime local)
    {
        foreach (var calendar in calendars)
        {
            if (calendar.Excludes(local))
                return true;
        }
        return false;
    }

    public override CalendarSpan Steady(DateTime local) => Combined.Steady(calendars, local);
}

internal sealed class IntersectionCalendar(string name, Calendar[] calendars) : Calendar(name)
{
    public override string? Definition => Combined.Definition("all of", calendars);

    public override bool Excludes(DateTime local)
    {
        foreach (var calendar in calendars)
        {
            if (!calendar.Excludes(local))
                return false;
        }
        return calendars.Length > 0;
    }

    public override CalendarSpan Steady(DateTime local) => Combined.Steady(calendars, local);
}

internal sealed class ComplementCalendar(string name, Calendar calendar) : Calendar(name)
{
    public override string? Definition => Combined.Definition("not", calendar);

    public override bool Excludes(DateTime local) => !calendar.Excludes(local);

    public override CalendarSpan Steady(DateTime local) => calendar.Steady(local);
}

file static class Combined
{
    // Null as soon as one part has no definition: equality falls back to identity.
    public static string? Definition(string word, params Calendar[] parts) =>
        parts.All(p => p.Definition is not null) ? word + " " + string.Join(" ", parts.Select(p => "(" + p.Definition + ")")) : null;

    // While no part changes its answer, the whole does not either.
    public static CalendarSpan Steady(Calendar[] parts, DateTime local)
    {
        var span = CalendarSpan.DayOf(local);
        foreach (var part in parts)
            span = span.And(part.Steady(local));
        return span;
    }
}
