using System.Globalization;
using System.Text.RegularExpressions;
using Belfry.Storage;
using Npgsql;

namespace Belfry.Postgres;

/// <summary>A day of finished runs: a table of its own, so that retention drops it instead of deleting its rows.</summary>
/// <param name="Table">With its schema.</param>
/// <param name="Day">Of the due instants in it, UTC.</param>
internal sealed record Partition(string Table, bool Ok, DateTimeOffset Day)
{
    public DateTimeOffset End => Day.AddDays(1);

    public static Partition Of(bool ok, DateTimeOffset day) => new(
        string.Create(CultureInfo.InvariantCulture, $"belfry.{Parent(ok)}_{day.UtcDateTime:yyyyMMdd}"), ok, day);

    public static string Parent(bool ok) => ok ? "history_ok" : "history_not_ok";
}

/// <summary>
/// The days of <c>history</c>. What falls on a day without a table goes to the default partition, where slices delete it one by
/// one; so a day is made before it comes.
/// </summary>
internal static partial class Partitions
{
    /// <summary>A cluster that is down for a week-end finds its tables when it comes back.</summary>
    private const int DaysAhead = 7;

    private const string AllSql =
        """
        select child.relname from pg_catalog.pg_inherits
        join pg_catalog.pg_class child on child.oid = inhrelid
        where inhparent in (to_regclass('belfry.history_ok'), to_regclass('belfry.history_not_ok'))
        order by child.relname
        """;

    public static async ValueTask<List<Partition>> All(Session session) =>
    [
        .. (await session.All(AllSql, row => DayName().Match(row.GetString(0)))).Where(name => name.Success).Select(name => Partition.Of(
            name.Groups["ok"].Value == Partition.Parent(true), Day(name.Groups["day"].Value))),
    ];

    // Attaching leaves readers and writers alone, other than creating a partition does. It looks through the default
    // partition, and is left to a later time when somebody is in it.
    private const string MakeSql =
        """
        set local lock_timeout = '200ms';
        create table {0} (like belfry.history including defaults including constraints);
        alter table {0} add constraint day check (ok is not null and ok = {4} and due is not null and due >= '{2}' and due < '{3}');
        alter table belfry.{1} attach partition {0} for values from ('{2}') to ('{3}');
        alter table {0} drop constraint day;
        """;

    private const string IsTakenSql = "select 1 from belfry.{0}_default where due >= '{1}' and due < '{2}' limit 1";

    /// <summary>Makes the first of the coming days that has no table yet; false when there is none to make.</summary>
    private static async ValueTask<bool> MakeNext(Session session)
    {
        var today = Today(await session.Now());
        var there = (await All(session)).ToHashSet();
        var wanted = from ahead in Enumerable.Range(0, DaysAhead + 1)
                     from ok in new[] { true, false }
                     select Partition.Of(ok, today.AddDays(ahead));
        foreach (var partition in wanted.Where(partition => !there.Contains(partition)))
        {
            // A day whose runs are in the default partition already stays there.
            if (!await session.Any(Format(IsTakenSql, Partition.Parent(partition.Ok), Text(partition.Day), Text(partition.End))))
            {
                await session.Execute(Format(
                    MakeSql, partition.Table, Partition.Parent(partition.Ok), Text(partition.Day), Text(partition.End), partition.Ok ? "true" : "false"));
                return true;
            }
        }

        return false;
    }

    extension(Database database)
    {
        /// <summary>Makes the days that are missing, as far as nobody is in the way.</summary>
        public async ValueTask MakeDays(CancellationToken cancellation)
        {
            try
            {
                while (await database.Write(Made, cancellation))
                {
                }
            }
            catch (StoreException exception) when (IsForLater(exception))
            {
                // History goes to the default partition meanwhile.
            }
        }
    }

    /// <summary>
    /// Somebody was in the way; or the role does not own the tables, and what asks for that is left to a person.
    /// </summary>
    public static bool IsForLater(StoreException exception) => exception.InnerException is TakenMeanwhileException
        or PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.InsufficientPrivilege };

    // One process at a time.
    private const string TurnSql = "select pg_try_advisory_xact_lock(1114403449, 3)";

    private static async ValueTask<bool> Made(Session session) =>
        await session.First(TurnSql, row => row.Flag(0)) && await MakeNext(session);

    private static DateTimeOffset Today(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    private static DateTimeOffset Day(string text) =>
        new(DateTime.ParseExact(text, "yyyyMMdd", CultureInfo.InvariantCulture), TimeSpan.Zero);

    private static string Text(DateTimeOffset day) => day.UtcDateTime.ToString("yyyy-MM-dd 00:00:00+00", CultureInfo.InvariantCulture);

    private static string Format(string sql, params object[] names) => string.Format(CultureInfo.InvariantCulture, sql, names);

    [GeneratedRegex("^(?<ok>history_ok|history_not_ok)_(?<day>[0-9]{8})$")]
    private static partial Regex DayName();
}
