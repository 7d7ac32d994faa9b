using Belfry.Schedules;
using Belfry.Server.Verbs.Schedules;

namespace Belfry.Server.Tests;

public sealed class CrontabCommandTests
{
    private const string Table = """
        # system-wide table of periodic commands
        SHELL=/bin/sh
        PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin

        17 *    * * *   root    cd / && run-parts --report /etc/cron.hourly
        25 6    * * *   root    test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
        47 6    * * 7   root    test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.weekly; }
        52 6    1 * *   root    test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.monthly; }
        """;

    [Fact]
    public void The_lines_of_a_system_crontab_become_commands_that_may_run()
    {
        var import = Crontab.Read(Table, "/etc/crontab");
        import.Refused.ShouldBeEmpty();
        import.Jobs.Count.ShouldBe(4);
        import.Jobs.SelectMany(job => CrontabCommand.Of(job).Problems()).ShouldBeEmpty();
    }

    [Fact]
    public void The_search_path_of_the_table_counts_where_the_shell_looks()
    {
        var spec = CrontabCommand.Of(Crontab.Read("PATH=/opt/it's\n@daily report\n", hasUserColumn: false).Jobs.Single());
        spec.Command.ShouldBe(["/bin/sh", "-c", @"export PATH='/opt/it'\''s'; report"]);
        spec.Environment.Keys.ShouldNotContain("PATH");
    }
}
