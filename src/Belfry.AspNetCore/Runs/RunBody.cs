using Belfry.AspNetCore.Http;
using Belfry.Jobs;

namespace Belfry.AspNetCore.Runs;

/// <summary>What a request may say about a run it wants. Who asks is not for the body to say: a reason stands in for it.</summary>
internal static class RunBody
{
    private const int MaxKey = 200;

    public static RunRequest Read(JsonFields fields, JsonReading reading)
    {
        fields.Refuse("version", "cannot be chosen in this version; the run takes the job as it is now.");
        string? key = fields.Text("uniqueKey");
        if (key is not null && LabelRules.Line(key, MaxKey) is { } wrong)
        {
            reading.Wrong(fields.At("uniqueKey"), wrong);
        }

        var args = fields.Any("args")?.Clone();
        if (JobValidation.Args(args) is { } tooLong)
        {
            reading.Wrong(fields.At("args"), tooLong);
        }

        return new RunRequest(
            Args: args,
            Due: fields.Instant("due"),
            At: fields.Instant("at"),
            DryRun: fields.Flag("dryRun") ?? false,
            UniqueKey: key,
            By: Reason.Read(fields, reading));
    }
}

/// <param name="Created">False when a run with the unique key was live already, or the same request had come before.</param>
internal sealed record EnqueuedRun(string Id, bool Created);
