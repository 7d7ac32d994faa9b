using Belfry.Jobs;

namespace Belfry.Server.Drill.Nodes;

/// <summary>How a node of the drill is started.</summary>
internal sealed record NodeStart(string Name, string Folder, string Store, Uri Target, string Key, DrillOptions Options)
{
    public string[] Arguments(string log) =>
    [
        "drill-node", "--store", Store, "--urls", "http://127.0.0.1:0", "--lease", DurationText.Write(Options.Lease, DurationForm.Short),
        "--slots", $"{Options.Slots}", "--node", Options.SameName ? "node" : Name, "--queues", DrillOptions.Queue,
        "--log", log, "--target", Target.AbsoluteUri, "--process", Name, "--parent", $"{Environment.ProcessId}",
    ];

    public Dictionary<string, string> Variables => new()
    {
        ["BELFRY_ADMIN_KEY"] = Key,
        ["XDG_STATE_HOME"] = Path.Combine(Folder, "state"),
    };
}
