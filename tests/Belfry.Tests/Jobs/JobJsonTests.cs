using System.Text.Json;
using Belfry.Jobs;
using Belfry.Policies.Breakers;
using Belfry.Jobs.Commands;
using Belfry.Policies;
using Belfry.Schedules;

namespace Belfry.Tests.Jobs;

public sealed class JobJsonTests
{
    private const string Everything =
        """{"name":"reports/nightly","description":"Ärger & <b>","schedule":"30 2 * * *","zone":"Europe/Berlin","format":5,"dayRule":"and","dst":{"gap":"shift","overlap":"both"},"start":"2026-01-01T00:00:00Z","end":"2027-01-01T00:00:00Z","jitter":"30s","calendars":[{"name":"holidays","excludes":"any of (dates 2026-12-25) (weekly saturday, sunday)"}],"onExcluded":"modifiedFollowing","run":{"command":["/bin/report","--yesterday"],"env":{"A":"1","LEVEL":"full"},"workdir":"/srv","success":[0,"10-12"],"stdin":"hello"},"args":{"day":"yesterday"},"timeout":"30m","retry":{"strategy":"list","attempts":3,"delay":"2m","cap":"1h","delays":["1m","5m"],"retryOn":["TimeoutException","exit 75"],"neverRetryOn":["*: *denied*"],"jitter":false},"snooze":{"errors":["exit 76"],"for":"5m","max":20},"overlap":"queue","misfire":{"policy":"all","max":10,"within":"12h"},"queue":"reports","priority":"high","limit":{"running":1,"starts":100,"per":"1m"},"breaker":{"failures":3,"window":"2m","recovery":"10m","trials":2,"resource":"apis/fx","whileOpen":"wait"},"onWorkerLost":"fail","onDeadLetter":"disable","expect":{"min":"1s","max":"10m","atMostEvery":"1h","numbers":{"rows":{"min":1,"max":1000000},"share":{"max":0.5}}},"notify":{"afterFailures":3,"onRecovery":false,"onMissed":true,"onBreaker":true,"onExpectation":false,"to":["ops-slack","mail"]},"owner":"reports-team","category":"finance","tags":["reports","nightly"],"fields":{"cost-centre":"42"},"enabled":false}""";

    [Fact]
    public void Every_field_survives_the_round_trip_in_a_fixed_order() =>
        JobJson.Write(JobJson.Read(Everything)).ShouldBe(Everything);

    [Fact]
    public void A_definition_with_every_field_is_valid() => TryRead(Everything).Problems.ShouldBeEmpty();

    [Fact]
    public void Defaults_are_left_out() =>
        JobJson.Write(new JobDefinition { Name = "a", Run = new JobAction.Handler("h") })
            .ShouldBe("""{"name":"a","schedule":"manual","run":{"handler":"h"}}""");

    [Fact]
    public void Fields_map_to_the_definition()
    {
        var job = JobJson.Read(Everything);
        job.ShouldSatisfyAllConditions(
            () => job.Format.ShouldBe(CronFormat.Five),
            () => job.DayRule.ShouldBe(DayRule.And),
            () => (job.Gap, job.DstOverlap).ShouldBe((GapPolicy.Shift, OverlapPolicy.Both)),
            () => job.Run.ShouldBeOfType<JobAction.Command>().Spec.Command.ShouldBe(["/bin/report", "--yesterday"]),
            () => job.Retry.Delays.ShouldBe([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)]),
            () => job.Misfire.ShouldBe(new MisfirePolicy(MisfireRule.All, 10, TimeSpan.FromHours(12))),
            () => job.Priority.ShouldBe(10),
            () => job.Enabled.ShouldBeFalse());
    }

    [Theory]
    [InlineData("""{"handler":"h"}""")]
    [InlineData("""{"external":{"grace":"10m"}}""")]
    [InlineData("""{"command":["/bin/true"]}""")]
    public void Every_kind_of_run_survives_the_round_trip(string run)
    {
        string json = $$"""{"name":"a","schedule":"manual","run":{{run}}}""";
        JobJson.Write(JobJson.Read(json)).ShouldBe(json);
    }

    [Theory]
    [InlineData("\"high\"", 10)]
    [InlineData("\"normal\"", 0)]
    [InlineData("\"low\"", -10)]
    [InlineData("7", 7)]
    public void A_priority_is_a_word_or_a_number(string json, int priority) =>
        Read($$"""{"name":"a","run":{"handler":"h"},"priority":{{json}}}""").Priority.ShouldBe(priority);

    [Fact]
    public void Retry_without_fields_means_the_default_policy() =>
        Read("""{"name":"a","run":{"handler":"h"},"retry":{}}""").Retry.Attempts.ShouldBe(6);

    [Fact]
    public void A_breaker_without_fields_opens_after_five_failures_in_a_minute_for_five_minutes() =>
        Read("""{"name":"a","run":{"handler":"h"},"breaker":{}}""").Breaker.ShouldBe(new JobBreaker
        {
            Policy = new BreakerPolicy { Failures = 5, Window = TimeSpan.FromMinutes(1), Recovery = TimeSpan.FromMinutes(5), Trials = 1 },
            Resource = null,
            WhileOpen = WhileOpen.Skip,
        });

    [Fact]
    public void What_earlier_versions_called_on_stays_readable() =>
        Read("""{"name":"a","run":{"handler":"h"},"retry":{"attempts":5,"on":["TimeoutException"]}}""").Retry.RetryOn.ShouldBe(["TimeoutException"]);

    [Fact]
    public void A_list_of_delays_says_how_many_attempts_there_are() =>
        Read("""{"name":"a","run":{"handler":"h"},"retry":{"strategy":"list","delays":["1m","5m"]}}""").Retry.Attempts.ShouldBe(3);

    [Theory]
    [InlineData("""{"name":"a","after":["extract","etl/load"],"on":"failure","unmet":"wait","run":{"handler":"h"}}""")]
    [InlineData("""{"name":"a","after":["extract"],"run":{"handler":"h"}}""")]
    public void What_a_job_follows_survives_the_round_trip(string json) => JobJson.Write(JobJson.Read(json)).ShouldBe(json);

    [Fact]
    public void A_schedule_after_others_and_a_list_of_them_are_two_spellings_of_one()
    {
        const string List = """{"name":"a","after":["extract","load"],"run":{"handler":"h"}}""";
        var job = Read("""{"name":"a","schedule":"after extract, load","run":{"handler":"h"}}""");
        job.After.ShouldBe(["extract", "load"]);
        JobJson.Write(job).ShouldBe(List);
        Read(List).Schedule.ShouldBe("after extract, load");
        Read("""{"name":"a","schedule":"after extract","after":["extract"],"run":{"handler":"h"}}""").After.ShouldBe(["extract"]);
    }

    [Fact]
    public void Null_is_the_default() =>
        Read("""{"name":"a","run":{"handler":"h"},"zone":null,"args":null,"retry":null}""").Args.ShouldBeNull();

    [Fact]
    public void Durations_are_written_for_programs_on_request() =>
        JobJson.Write(Read("""{"name":"a","run":{"handler":"h"},"timeout":"90m"}"""), DurationForm.Iso).ShouldContain("\"PT1H30M\"");

    [Fact]
    public void Stored_text_of_a_newer_version_is_read_and_its_new_fields_passed_over() =>
        JobJson.Read("""{"name":"a","run":{"handler":"h"},"novelty":1}""").Name.ShouldBe("a");

    [Fact]
    public void Stored_text_that_is_no_definition_throws() =>
        Should.Throw<JsonException>(() => JobJson.Read("""{"name":"a","run":{"teleport":1}}"""));

    private static JobReading TryRead(string json) => JobJson.TryRead(JsonDocument.Parse(json).RootElement);

    private static JobDefinition Read(string json) => TryRead(json).Definition.ShouldNotBeNull();
}
