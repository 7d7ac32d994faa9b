using Belfry.Schedules;

namespace Belfry.Tests.Schedules;

public sealed class CrontabTests
{
    private const string Debian = """
        # /etc/crontab: system-wide crontab
        SHELL=/bin/bash
        PATH=/usr/local/sbin:/usr/local/bin:/sbin:/bin

        # m h dom mon dow user  command
        17 *	* * *	root    cd / && run-parts --report /etc/cron.hourly
        25 6	* * *	root	test -x /usr/sbin/anacron || ( cd / && run-parts --report /etc/cron.daily )
        @weekly www-data /usr/bin/php -f /srv/app/cron.php
        """;

    [Fact]
    public void A_system_crontab_is_imported_line_by_line()
    {
        var import = Crontab.Read(Debian, "/etc/crontab");

        import.Refused.ShouldBeEmpty();
        import.Jobs.Select(j => (j.Line, j.Schedule, j.User)).ShouldBe([(6, "17 * * * *", "root"), (7, "25 6 * * *", "root"), (8, "@weekly", "www-data")]);
        import.Jobs[0].Command.ShouldBe(["/bin/bash", "-c", "cd / && run-parts --report /etc/cron.hourly"]);
    }

    [Theory]
    [InlineData("/etc/crontab", true)]
    [InlineData("/etc/cron.d/php", true)]
    [InlineData("/var/spool/cron/crontabs/ana", false)]
    [InlineData("copy", true)]
    public void The_user_column_is_found_by_the_place_of_the_file_or_by_its_lines(string source, bool hasUser) =>
        (Crontab.Read("0 1 * * * root /bin/true", source).Jobs[0].User is not null).ShouldBe(hasUser);

    [Theory]
    [InlineData("0 1 * * * backup --all")]
    [InlineData("0 1 * * * /usr/bin/backup all")]
    [InlineData("0 1 * * * root /bin/true\n0 2 * * * /usr/bin/backup")]
    public void Commands_are_not_taken_for_users(string text) => Crontab.Read(text).Jobs.ShouldAllBe(j => j.User == null);

    [Fact]
    public void The_argument_decides_about_the_user_column() =>
        Crontab.Read("0 1 * * * backup all", hasUserColumn: true).Jobs[0].ShouldSatisfyAllConditions(
            j => j.User.ShouldBe("backup"), j => j.Command[2].ShouldBe("all"));

    [Fact]
    public void Settings_hold_for_the_lines_behind_them()
    {
        var jobs = Crontab.Read("0 1 * * * a\nLEVEL = full\nNAME=\" x y \"\n0 2 * * * b\nLEVEL=\n0 3 * * * c").Jobs;

        jobs[0].Environment.ShouldBeEmpty();
        jobs[1].Environment.ShouldBe(new Dictionary<string, string> { ["LEVEL"] = "full", ["NAME"] = " x y " }, ignoreOrder: true);
        jobs[2].Environment["LEVEL"].ShouldBe("");
    }

    [Theory]
    [InlineData("CRON_TZ=Europe/Paris", false)]
    [InlineData("TZ=Europe/Paris", true)]
    [InlineData("TZ=:Europe/Paris", true)]
    public void A_zone_setting_becomes_the_zone_of_the_schedule(string setting, bool inEnvironment)
    {
        var job = Crontab.Read(setting + "\n0 1 * * * a").Jobs.ShouldHaveSingleItem();

        job.Schedule.ShouldBe("0 1 * * * in Europe/Paris");
        job.Environment.ContainsKey("TZ").ShouldBe(inEnvironment);
    }

    [Theory]
    [InlineData("mail -s hi ana%Hello%%there", "mail -s hi ana", "Hello\n\nthere\n")]
    [InlineData(@"date +\%Y-\%m-\%d", "date +%Y-%m-%d", null)]
    [InlineData(@"cat%50\% off", "cat", "50% off\n")]
    [InlineData("cat%", "cat", null)]
    [InlineData(@"printf 'a\n'", @"printf 'a\n'", null)]
    public void A_percent_sign_begins_the_standard_input(string line, string command, string? stdin)
    {
        var job = Crontab.Read("0 1 * * * " + line).Jobs.ShouldHaveSingleItem();

        job.Command[2].ShouldBe(command);
        job.Stdin.ShouldBe(stdin);
    }

    [Theory]
    [InlineData("0 0 */2 * 1", "0 0 */2 * +1")]
    [InlineData("0 0 1 * */2", "0 0 1 * +*/2")]
    [InlineData("0 0 13 * 5", "0 0 13 * 5")]
    [InlineData("0 0 * * 5", "0 0 * * 5")]
    [InlineData("0 0 1 * *", "0 0 1 * *")]
    [InlineData("0~30 ~ * * *", "H(0-30) H * * *")]
    [InlineData("10~ ~5 * * *", "H(10-59) H(0-5) * * *")]
    public void Fields_that_Vixie_cron_reads_otherwise_are_rewritten(string fields, string schedule) =>
        Crontab.Read(fields + " true").Jobs.ShouldHaveSingleItem().Schedule.ShouldBe(schedule);

    [Theory]
    [InlineData("@reboot /bin/start", "@reboot")]
    [InlineData("60 * * * * a", "out of range")]
    [InlineData("0 22-2 * * * a", "backwards")]
    [InlineData("0 1 * *", "five fields")]
    [InlineData("0 1 * * *", "no command")]
    [InlineData("0 0 30 2 * a", "never fires")]
    [InlineData("@dayly a", "@dayly")]
    [InlineData("TZ=Nowhere\n0 1 * * * a", "Nowhere")]
    public void A_line_that_cannot_be_a_job_is_reported_with_its_number_and_a_reason(string text, string reason)
    {
        var import = Crontab.Read("0 1 * * * fine\n" + text);

        import.Jobs.ShouldHaveSingleItem();
        var refused = import.Refused.ShouldHaveSingleItem();
        refused.Line.ShouldBe(text.Contains('\n', StringComparison.Ordinal) ? 3 : 2);
        refused.Reason.ShouldContain(reason);
    }

    [Fact]
    public void MAILTO_is_reported_and_not_part_of_the_environment()
    {
        var import = Crontab.Read("MAILTO=ana@example.org\n0 1 * * * a");

        import.Notes.ShouldHaveSingleItem().Line.ShouldBe(1);
        import.Jobs[0].Environment.ShouldBeEmpty();
    }

    [Fact]
    public void A_random_time_is_imported_with_a_note_that_it_no_longer_changes() =>
        Crontab.Read("0~30 1 * * * a").Notes.ShouldHaveSingleItem().Line.ShouldBe(1);

    [Fact]
    public void RANDOM_DELAY_becomes_jitter() =>
        Crontab.Read("RANDOM_DELAY=45\n0 1 * * * a").Jobs[0].Jitter.ShouldBe(TimeSpan.FromMinutes(45));

    [Fact]
    public void A_job_keeps_its_name_when_lines_and_times_change()
    {
        var before = Crontab.Read("0 1 * * * /usr/bin/pg_dump shop", "/etc/cron.d/backup", hasUserColumn: false).Jobs[0].Name;
        var after = Crontab.Read("# moved\n\n30 4 * * 1 /usr/bin/pg_dump shop", "/etc/cron.d/backup", hasUserColumn: false).Jobs[0].Name;

        after.ShouldBe(before);
        after.ShouldStartWith("backup/pg_dump-");
    }

    [Fact]
    public void Names_are_unique_within_a_crontab() =>
        Crontab.Read("0 1 * * * a\n0 2 * * * a\n0 3 * * * b").Jobs.Select(j => j.Name).Distinct().Count().ShouldBe(3);

    [Fact]
    public void Every_schedule_is_valid_with_the_name_as_its_seed() =>
        Crontab.Read(Debian + "\n~ 3 * * * root /bin/true", "/etc/crontab").Jobs
            .ShouldAllBe(j => !Schedule.Parse(j.Schedule, new ScheduleOptions { Seed = j.Name }).NeverFires);
}
