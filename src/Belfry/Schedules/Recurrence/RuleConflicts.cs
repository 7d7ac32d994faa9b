using Belfry.Schedules.Texts;

namespace Belfry.Schedules.Recurrence;

/// <summary>Parts that RFC 5545 (3.3.10) does not allow together.</summary>
internal static class RuleConflicts
{
    private static readonly string[] Choices =
        ["BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND"];

    public static bool Find(RecurrenceRule rule, Dictionary<string, Token> seen, string text, out ScheduleError? error)
    {
        var (part, problem) = Of(rule, seen.ContainsKey);
        if (part is null)
        {
            error = null;
            return false;
        }
        var token = seen[part];
        error = Cursor.Describe("SCHEDULE_RULE_CONFLICT", part, token, text.Substring(token.Start, token.Length), problem, "parts that RFC 5545 allows together", null);
        return true;
    }

    private static (string? Part, string Problem) Of(RecurrenceRule rule, Func<string, bool> has)
    {
        var frequency = rule.Frequency;
        if (has("COUNT") && has("UNTIL"))
            return ("UNTIL", "does not go with COUNT");
        if (has("BYWEEKNO") && frequency != Frequency.Yearly)
            return ("BYWEEKNO", "needs FREQ=YEARLY");
        if (has("BYYEARDAY") && frequency is (Frequency.Daily or Frequency.Weekly or Frequency.Monthly))
            return ("BYYEARDAY", "does not go with FREQ=DAILY, WEEKLY or MONTHLY");
        if (has("BYMONTHDAY") && frequency == Frequency.Weekly)
            return ("BYMONTHDAY", "does not go with FREQ=WEEKLY");
        if (rule.Days.Any(d => d.N != 0) && (frequency is not (Frequency.Monthly or Frequency.Yearly) || has("BYWEEKNO")))
            return ("BYDAY", "has numbers, which need FREQ=MONTHLY or YEARLY without BYWEEKNO,");
        if (has("BYSETPOS") && !Choices.Any(has))
            return ("BYSETPOS", "needs another BY part");
        return (null, "");
    }
}
