using Belfry.Jobs;
using Belfry.Server.Settings;

namespace Belfry.Server.Drill.Nodes;

/// <summary>How a node of the drill is started.</summary>
/// <param name="Place">Which of the places it stands in, from 1 on.</param>
internal sealed record NodeStart(string Name, int Place, string Folder, string Store, Uri Target, string Key, DrillOptions Options)
{
    private static readonly string[] WrongBy = ["1h", "-1d", "-3s", "37m"];

    public string[] Arguments(string log) =>
    [
        "drill-node", "--store", Store, "--urls", "http://127.0.0.1:0", "--lease", DurationText.Write(Options.Lease, DurationForm.Short),
        "--slots", $"{Options.Slots}", "--node", Options.SameName ? "node" : Name, "--queues", DrillOptions.Queue,
        "--log", log, "--target", Target.AbsoluteUri, "--process", Name, "--parent", $"{Environment.ProcessId}",
    ];

    public Dictionary<string, string> Variables
    {
        get
        {
            var variables = new Dictionary<string, string> { ["BELFRY_ADMIN_KEY"] = Key, ["XDG_STATE_HOME"] = Path.Combine(Folder, "state") };
            if (Options.Skewed)
            {
                variables[TestClock.Variable] = WrongBy[(Place - 1) % WrongBy.Length];
            }

            if (Options.Redis is { } redis)
            {
                variables["BELFRY_REDIS"] = redis;
            }

            return variables;
        }
    }
}
