namespace Belfry.System.Tests;

/// <summary>What commands wrote down themselves, a line each time one began: job, instant, run and fencing token.</summary>
internal sealed class ExecutionLog(string path)
{
    /// <summary>A shell command that adds a line.</summary>
    public string Command => $"echo \"$BELFRY_JOB $BELFRY_DUE $BELFRY_RUN_ID $BELFRY_FENCING_TOKEN\" >> {path}";

    /// <summary>By job and instant.</summary>
    public ILookup<(string Job, string Due), Line> Read() => File.ReadAllLines(path)
        .Select(line => line.Split(' '))
        .ToLookup(word => (word[0], word[1]), word => new Line(word[2], long.Parse(word[3], null)));

    /// <summary>
    /// Requires that a tick was begun twice only where the record says why: each beginning but the last was an attempt that is
    /// recorded as lost, with a node that was killed. Once is the promise while nodes live, at least once when they die.
    /// </summary>
    /// <param name="killed">Names of the nodes that were killed.</param>
    public async Task ShouldRepeatOnlyWhatWasLost(RunningServer server, IReadOnlySet<string> killed)
    {
        foreach (var tick in Read().Where(tick => tick.Count() > 1))
        {
            Line[] lines = [.. tick.OrderBy(line => line.Token)];
            string what = $"{tick.Key.Job} {tick.Key.Due} began {lines.Length} times";
            lines.Select(line => line.Run).Distinct().ShouldHaveSingleItem($"{what}, as different runs");
            lines.Select(line => line.Token).ShouldBeUnique($"{what}, twice under one token");
            var lost = await Lost(server, lines[0].Run);
            foreach (var line in lines[..^1])
            {
                lost.ShouldContainKey(line.Token, $"{what}, though the attempt with token {line.Token} was not lost");
                killed.ShouldContain(lost[line.Token], $"{what}, though the node of token {line.Token} was alive");
            }
        }
    }

    // Token and node of each attempt that is recorded as lost.
    private static async Task<Dictionary<long, string>> Lost(RunningServer server, string run)
    {
        var attempts = await server.Get($"/runs/{run}/attempts");
        return attempts.GetProperty("items").EnumerateArray()
            .Where(attempt => attempt.GetProperty("outcome").GetString() == "lost")
            .ToDictionary(attempt => attempt.GetProperty("token").GetInt64(), attempt => attempt.GetProperty("node").GetString()!);
    }

    internal sealed record Line(string Run, long Token);
}
