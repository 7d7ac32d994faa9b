using System.Text.Json;
using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Operations;
using Belfry.Jobs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Dead;

/// <summary>
/// <c>POST /dead/retry {ids | q, rate?, canary?, stopOn?, version?, reason?}</c> → 202: an operation that makes runs of the letters.
/// </summary>
internal static class RetryLetters
{
    private sealed record Request(RecoverPlan Plan, string? Reason);

    public static async Task<IResult> Handle(ApiCall call)
    {
        call.Query.Close();
        var now = await call.Now();
        var request = await JsonBody.Read(call.Http.Request, (fields, reading) => Read(fields, reading, now));
        return await OperationView.Start(call, request.Plan, "dead/retry", "retries dead letters by", request.Reason);
    }

    private static Request Read(JsonFields fields, JsonReading reading, DateTimeOffset now)
    {
        var selection = LettersBody.Read(fields, reading, now);
        (int Count, TimeSpan Per)? rate = null;
        if (fields.Text("rate") is { } text)
        {
            rate = RateText.TryParse(text, out int count, out var per) ? (count, per) : null;
            if (rate is null)
            {
                reading.Wrong(fields.At("rate"), $"is '{JsonReading.Short(text)}'; write how many in which time, such as 20/min.");
            }
        }

        var plan = new RecoverPlan(
            selection,
            fields.Word<RecoveredVersion>("version") ?? RecoveredVersion.Latest,
            rate?.Count,
            rate?.Per,
            fields.Whole("canary") ?? 0,
            StopOn(fields, reading));
        return new Request(plan, Reason.Read(fields, reading));
    }

    // The first failure, or so many.
    private static int? StopOn(JsonFields fields, JsonReading reading)
    {
        switch (fields.Any("stopOn"))
        {
            case null:
                return null;
            case { ValueKind: JsonValueKind.Number } number when number.TryGetInt32(out int count):
                return count;
            case { ValueKind: JsonValueKind.String } word when reading.Text(word, fields.At("stopOn")) is "failure" or "none":
                return word.ValueEquals("failure") ? 1 : null;
            default:
                reading.Wrong(fields.At("stopOn"), "must be failure (the first), a number of failures, or none.");
                return null;
        }
    }
}
