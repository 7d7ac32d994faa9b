using Belfry.AspNetCore.Http;
using Belfry.Engine;
using Belfry.Jobs;

namespace Belfry.AspNetCore.Queues;

/// <summary>Queues and tags in addresses, where a slash is escaped.</summary>
internal static class QueueAddress
{
    public static string Queue(ApiCall call) => Checked(JobAddress.Segment(call.Http.Request), JobValidation.Queue);

    public static string Tag(ApiCall call) => Checked(JobAddress.Segment(call.Http.Request), tag => LabelRules.Line(tag, 100));

    /// <summary>There may be something to claim now: the nodes need not wait for their next look.</summary>
    public static void WakeNodes(this ApiCall call)
    {
        call.Service<BelfryNode>().Wake();
        call.Service<EngineContext>().Announce();
    }

    private static string Checked(string name, Func<string, string?> rule) =>
        rule(name) is { } wrong ? throw new JobInvalidException([new JobProblem("name", wrong)]) : name;
}
