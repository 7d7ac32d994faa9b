using System.Text.Json;
using Belfry.Jobs;

namespace Belfry.Tests.Jobs;

public sealed class JobProblemTests
{
    [Theory]
    [InlineData("""{"shedule":"manual"}""", "shedule", "Did you mean schedule?")]
    [InlineData("""{"retry":{"attemps":3}}""", "retry.attemps", "Did you mean attempts?")]
    [InlineData("""{"retry":{"attempts":"three"}}""", "retry.attempts", "whole number")]
    [InlineData("""{"retry":{"attempts":1.5}}""", "retry.attempts", "whole number")]
    [InlineData("""{"retry":{"attempts":0}}""", "retry.attempts", "from 1 to 1,000")]
    [InlineData("""{"retry":{"strategy":"expontential"}}""", "retry.strategy", "Did you mean exponential?")]
    [InlineData("""{"retry":{"strategy":"list"}}""", "retry.delays", "is empty")]
    [InlineData("""{"retry":{"delays":["1m"]}}""", "retry.delays", "strategy: list")]
    [InlineData("""{"retry":{"strategy":"list","delays":["1m","soon"]}}""", "retry.delays[1]", "'soon'")]
    [InlineData("""{"retry":{"delay":"1h","cap":"1m"}}""", "retry.cap", "is 1m, less than retry.delay, which is 1h")]
    [InlineData("""{"retry":{"delay":"2y"}}""", "retry.delay", "'2y'")]
    [InlineData("""{"retry":{"strategy":"fixed","delay":"400d"}}""", "retry.delay", "from 0s to 365d, not 400d")]
    [InlineData("""{"retry":{"attempts":1001}}""", "retry.attempts", "from 1 to 1,000, not 1,001")]
    [InlineData("""{"retry":{"retryOn":"TimeoutException"}}""", "retry.retryOn", "must be a list")]
    [InlineData("""{"retry":{"retryOn":["exit 64-300"]}}""", "retry.retryOn[0]", "'64-300' is no exit code")]
    [InlineData("""{"retry":{"neverRetryOn":["TimeoutException","any error"]}}""", "retry.neverRetryOn[1]", "write a type")]
    [InlineData("""{"retry":{"retryOn":[],"on":["TimeoutException"]}}""", "retry.on", "is not a field here")]
    [InlineData("""{"retry":[]}""", "retry", "object")]
    [InlineData("""{"snooze":{"errors":["exit 300"]}}""", "snooze.errors[0]", "'300' is no exit code")]
    [InlineData("""{"snooze":{"errors":["exit 75"],"for":"0s"}}""", "snooze.for", "from 1s to 365d, not 0s")]
    [InlineData("""{"snooze":{"for":"5m"}}""", "snooze.for", "no effect without snooze.errors")]
    [InlineData("""{"snooze":{"max":-1}}""", "snooze.max", "from 0 to 1,000,000, not -1")]
    [InlineData("""{"snooze":{"error":["exit 75"]}}""", "snooze.error", "Did you mean errors?")]
    [InlineData("""{"onDeadLetter":"disabled"}""", "onDeadLetter", "Did you mean disable?")]
    [InlineData("""{"timeout":30}""", "timeout", "with its unit")]
    [InlineData("""{"timeout":"0s"}""", "timeout", "must be from")]
    [InlineData("""{"timeout":"50d"}""", "timeout", "must be from")]
    [InlineData("""{"misfire":{"policy":"last","max":0}}""", "misfire.max", "from 1 to 1,000")]
    [InlineData("""{"misfire":"last"}""", "misfire", "object")]
    [InlineData("""{"dst":{"gap":"jump"}}""", "dst.gap", "after, skip or shift")]
    [InlineData("""{"format":8}""", "format", "5, 6 or 7")]
    [InlineData("""{"start":"tomorrow"}""", "start", "instant")]
    [InlineData("""{"start":"2027-01-01T00:00:00Z","end":"2026-01-01T00:00:00Z"}""", "end", "before start")]
    [InlineData("""{"queue":"a/b"}""", "queue", "/")]
    [InlineData("""{"priority":"urgent"}""", "priority", "high, normal, low")]
    [InlineData("""{"priority":5000}""", "priority", "1,000")]
    [InlineData("""{"limit":{}}""", "limit", "bounds nothing")]
    [InlineData("""{"limit":{"running":0}}""", "limit.running", "from 1 to 1,000,000, not 0")]
    [InlineData("""{"limit":{"running":2}}""", "limit.running", "overlap: allow")]
    [InlineData("""{"limit":{"running":"many"}}""", "limit.running", "whole number")]
    [InlineData("""{"limit":{"starts":5}}""", "limit.per", "is missing")]
    [InlineData("""{"limit":{"starts":-5,"per":"1m"}}""", "limit.starts", "from 1 to 1,000,000, not -5")]
    [InlineData("""{"limit":{"per":"1m"}}""", "limit.starts", "is missing")]
    [InlineData("""{"limit":{"starts":5,"per":"1ms"}}""", "limit.per", "from 100ms")]
    [InlineData("""{"limit":{"walking":5}}""", "limit.walking", "not a field here")]
    [InlineData("""{"breaker":true}""", "breaker", "object")]
    [InlineData("""{"breaker":{"failures":0}}""", "breaker.failures", "from 1 to 1,000, not 0")]
    [InlineData("""{"breaker":{"failures":1001}}""", "breaker.failures", "from 1 to 1,000, not 1,001")]
    [InlineData("""{"breaker":{"failures":"five"}}""", "breaker.failures", "whole number")]
    [InlineData("""{"breaker":{"window":"500ms"}}""", "breaker.window", "from 1s to 365d, not 500ms")]
    [InlineData("""{"breaker":{"recovery":"400d"}}""", "breaker.recovery", "from 1s to 365d, not 400d")]
    [InlineData("""{"breaker":{"recovery":5}}""", "breaker.recovery", "with its unit")]
    [InlineData("""{"breaker":{"trials":0}}""", "breaker.trials", "from 1 to 1,000, not 0")]
    [InlineData("""{"breaker":{"resource":"fx api"}}""", "breaker.resource", "is not a name")]
    [InlineData("""{"breaker":{"resource":"job:other"}}""", "breaker.resource", "is not a name")]
    [InlineData("""{"breaker":{"whileOpen":"skp"}}""", "breaker.whileOpen", "Did you mean skip?")]
    [InlineData("""{"breaker":{"resourse":"fx"}}""", "breaker.resourse", "Did you mean resource?")]
    [InlineData("""{"notify":{}}""", "notify.to", "names no channel")]
    [InlineData("""{"notify":{"to":["a","a"]}}""", "notify.to[1]", "twice")]
    [InlineData("""{"notify":{"to":["a"],"afterFailures":-1}}""", "notify.afterFailures", "from 0 to 1,000, not -1")]
    [InlineData("""{"notify":{"to":["a"],"onRecover":true}}""", "notify.onRecover", "Did you mean onRecovery?")]
    [InlineData("""{"notify":"ops"}""", "notify", "object")]
    [InlineData("""{"expect":{}}""", "expect", "expects nothing")]
    [InlineData("""{"expect":{"min":"0s"}}""", "expect.min", "from 1ms to 365d, not 0s")]
    [InlineData("""{"expect":{"min":"2m","max":"1m"}}""", "expect.max", "is 1m, less than expect.min, which is 2m")]
    [InlineData("""{"timeout":"1m","expect":{"max":"1m"}}""", "expect.max", "timeout of 1m")]
    [InlineData("""{"expect":{"atMostEvery":"400d"}}""", "expect.atMostEvery", "from 1s to 365d, not 400d")]
    [InlineData("""{"expect":{"numbers":{"rows":{}}}}""", "expect.numbers.rows", "bounds nothing")]
    [InlineData("""{"expect":{"numbers":{"rows":{"min":5,"max":4}}}}""", "expect.numbers.rows.max", "is 4, less than min, which is 5")]
    [InlineData("""{"expect":{"numbers":{"rows":{"min":"5"}}}}""", "expect.numbers.rows.min", "must be a number")]
    [InlineData("""{"expect":{"numbers":{"a b":{"min":5}}}}""", "expect.numbers.a b", "is not a name")]
    [InlineData("""{"tags":"reports"}""", "tags", "list")]
    [InlineData("""{"tags":["a",5]}""", "tags[1]", "quotes")]
    [InlineData("""{"tags":["a","a"]}""", "tags[1]", "twice")]
    [InlineData("""{"fields":{"cost":5}}""", "fields.cost", "text")]
    [InlineData("""{"owner":"a\nb"}""", "owner", "control character")]
    [InlineData("""{"owner":"\ud800"}""", "owner", "Unicode")]
    [InlineData("""{"description":"\u0000"}""", "description", "NUL")]
    [InlineData("""{"enabled":"yes"}""", "enabled", "true or false")]
    [InlineData("""{"after":[]}""", "after", "names no job")]
    [InlineData("""{"after":"extract"}""", "after", "must be a list")]
    [InlineData("""{"after":["extract",5]}""", "after[1]", "quotes")]
    [InlineData("""{"after":["a b"]}""", "after[0]", "letters A to Z")]
    [InlineData("""{"after":["extract"],"schedule":"daily at 02:00"}""", "after", "leave one of the two out")]
    [InlineData("""{"after":["extract"],"on":"never"}""", "on", "success, end or failure")]
    [InlineData("""{"after":["extract"],"unmet":"weep"}""", "unmet", "skip, fail or wait")]
    [InlineData("""{"after":["extract"],"on":"end","unmet":"fail"}""", "unmet", "has no effect with on: end")]
    [InlineData("""{"on":"failure"}""", "on", "has no effect without after")]
    [InlineData("""{"unmet":"wait"}""", "unmet", "has no effect without after")]
    [InlineData("""{"run":{}}""", "run", "exactly one")]
    [InlineData("""{"run":{"handler":"h","command":["c"]}}""", "run", "exactly one")]
    [InlineData("""{"run":{"handler":""}}""", "run.handler", "empty")]
    [InlineData("""{"run":{"command":"rm -rf /"}}""", "run.command", "must be a list")]
    [InlineData("""{"run":{"handler":"h","workdir":"/srv"}}""", "run.workdir", "not a field here")]
    [InlineData("""{"run":{"command":[]}}""", "run.command", "names no program")]
    [InlineData("""{"run":{"command":["c"],"env":{"LD_PRELOAD":"x"}}}""", "run.env.LD_PRELOAD", "not allowed")]
    [InlineData("""{"run":{"command":["c"],"workdir":"../x"}}""", "run.workdir", "climbs")]
    [InlineData("""{"run":{"command":["c"],"success":["x"]}}""", "run.success[0]", "exit code")]
    [InlineData("""{"run":{"command":["c"],"success":[1.5]}}""", "run.success[0]", "exit code")]
    [InlineData("""{"schedule":"60 * * * *"}""", "schedule", "\n  60 * * * *\n  ^^")]
    [InlineData("""{"schedule":"@reboot"}""", "schedule", "@reboot")]
    [InlineData("""{"schedule":"after b, /c"}""", "after[1]", "letters A to Z")]
    [InlineData("""{"schedule":"0 0 30 2 *"}""", "schedule", "never fires")]
    [InlineData("""{"schedule":"daily at 02:00 in Europe/Pariss"}""", "schedule", "Europe/Pariss")]
    [InlineData("""{"schedule":"daily at 02:00","zone":"Europe/Pariss"}""", "zone", "Europe/Pariss")]
    [InlineData("""{"schedule":"daily at 02:00","jitter":"2d"}""", "jitter", "1d")]
    [InlineData("""{"calendars":[{"name":"c"}]}""", "calendars[0]", "what it excludes")]
    [InlineData("""{"calendars":[{"name":"c","excludes":"dates 2026-02-30"}]}""", "calendars[0].excludes", "2026-02-30")]
    [InlineData("""{"calendars":[{"name":"c","excludes":"moons"}]}""", "calendars[0].excludes", "must begin with")]
    [InlineData("""{"calendars":[{"name":"","excludes":"weekly sunday"}]}""", "calendars[0]", "has a name that is empty")]
    [InlineData("""{"run":{"external":{"grace":"0s"}}}""", "run.external.grace", "must be from 1s")]
    [InlineData("""{"name":"../etc"}""", "name", "'..'")]
    [InlineData("""{"name":"<script>"}""", "name", "letters A to Z")]
    [InlineData("""{"name":""}""", "name", "empty")]
    [InlineData("""{"name":"-rf"}""", "name", "begins with '-'")]
    [InlineData("""{"name":"a//b"}""", "name", "not a name")]
    public void A_wrong_field_is_named_with_what_to_do(string change, string path, string message)
    {
        var problem = JobJson.TryRead(Changed(change), "jobs[3]").Problems.ShouldHaveSingleItem();
        problem.Path.ShouldBe($"jobs[3].{path}");
        problem.Message.ShouldContain(message);
    }

    [Fact]
    public void All_problems_are_told_at_once() =>
        JobJson.TryRead(Changed("""{"name":"?","retry":{"attempts":0,"x":1},"timeout":5,"queue":"?"}""")).Problems
            .Select(problem => problem.Path)
            .ShouldBe(["timeout", "retry.x", "name", "retry.attempts", "queue"], ignoreOrder: true);

    [Fact]
    public void A_job_must_have_a_name_and_something_to_run() =>
        JobJson.TryRead(JsonDocument.Parse("{}").RootElement).Problems.Select(problem => problem.Path).ShouldBe(["name", "run"]);

    [Fact]
    public void Something_else_than_an_object_is_one_problem() =>
        JobJson.TryRead(JsonDocument.Parse("[]").RootElement, "jobs[0]").Problems.ShouldHaveSingleItem().Path.ShouldBe("jobs[0]");

    [Fact]
    public void A_field_that_stands_twice_is_a_problem() =>
        JobJson.TryRead(JsonDocument.Parse("""{"name":"a","name":"b","run":{"handler":"h"}}""").RootElement)
            .Problems.ShouldHaveSingleItem().Message.ShouldContain("twice");

    [Fact]
    public void A_disabled_job_may_have_a_schedule_that_never_fires() =>
        JobJson.TryRead(Changed("""{"schedule":"0 0 30 2 *","enabled":false}""")).Problems.ShouldBeEmpty();

    [Fact]
    public void A_value_that_is_understood_and_refused_is_told_from_one_that_is_not_understood()
    {
        JobJson.TryRead(Changed("""{"schedule":"0 0 30 2 *"}""")).Problems.ShouldHaveSingleItem().WellFormed.ShouldBeTrue();
        JobJson.TryRead(Changed("""{"schedule":"x"}""")).Problems.ShouldHaveSingleItem().WellFormed.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"schedule":"daily at 02:00","zone":"Europe/Pariss","jitter":"2d","calendars":[{"name":"c","excludes":"weekly x"}]}""")]
    public void Problems_of_a_schedule_do_not_hide_each_other(string change) =>
        JobJson.TryRead(Changed(change)).Problems.Select(problem => problem.Path)
            .ShouldBe(["zone", "jitter", "calendars[0].excludes"], ignoreOrder: true);

    /// <summary>A good job with some fields replaced.</summary>
    private static JsonElement Changed(string change)
    {
        var fields = new Dictionary<string, string> { ["name"] = "\"a\"", ["run"] = """{"handler":"h"}""" };
        foreach (var field in JsonDocument.Parse(change).RootElement.EnumerateObject())
        {
            fields[field.Name] = field.Value.GetRawText();
        }

        string json = string.Join(',', fields.Select(field => $"\"{field.Key}\":{field.Value}"));
        return JsonDocument.Parse($"{{{json}}}").RootElement;
    }
}
