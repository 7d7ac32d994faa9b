using Belfry.Schedules.Forms;

namespace Belfry.Schedules.Texts;

/// <summary>Names of the jobs that start this one: <c>after extract-data, load/orders</c>.</summary>
internal static class AfterText
{
    private const int LongestName = 200;

    public static ScheduleForm? Parse(Cursor cursor)
    {
        var names = new List<string>();
        do
        {
            var token = cursor.Take();
            var name = cursor.Text(token).ToString();
            if (token.IsEnd || name == ",")
            {
                cursor.Fail("SCHEDULE_EXPECTED", "job", token, "is not a name", "the name of a job", null);
                return null;
            }
            if (name.Length > LongestName || !name.All(IsNameLetter))
            {
                cursor.Fail("SCHEDULE_BAD_NAME", "job", token, "is not the name of a job", "letters, digits, '.', '_', '-' and '/'", null);
                return null;
            }
            if (!names.Contains(name))
                names.Add(name);
        }
        while (cursor.Take(","));
        return new AfterForm(names);
    }

    private static bool IsNameLetter(char c) => char.IsLetterOrDigit(c) || c is '.' or '_' or '-' or '/';
}
