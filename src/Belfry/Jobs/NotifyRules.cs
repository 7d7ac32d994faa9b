using Belfry.Policies;

namespace Belfry.Jobs;

internal static class NotifyRules
{
    private const int MostFailures = 1_000;
    private const int MostChannels = 20;

    public static IEnumerable<JobProblem> Problems(NotifyPolicy? notify) => notify is null ? [] :
    [
        .. JobValidation.Of("notify.afterFailures", JobValidation.Between(notify.AfterFailures, 0, MostFailures)),
        .. JobValidation.Of("notify.to", notify.To.Count switch
        {
            0 => "names no channel; write the channels to tell, such as [ops-slack].",
            > MostChannels => $"names {notify.To.Count:N0} channels; at most {MostChannels} are allowed.",
            _ => null,
        }),
        .. notify.To.SelectMany((channel, i) => JobValidation.Of(
            $"notify.to[{i}]", notify.To.Take(i).Contains(channel) ? $"'{JsonReading.Short(channel)}' stands here twice; leave one." : LabelRules.Line(channel, 100))),
    ];
}
