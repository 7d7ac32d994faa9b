using Belfry.Storage;

namespace Belfry.Simulation;

/// <summary>A defect planted on purpose: a simulator that does not see it would not see the real one either.</summary>
/// <param name="Name">As typed after <c>--mutant</c>.</param>
/// <param name="Copies">Where this defect was seen.</param>
internal sealed record Mutant(string Name, string Copies)
{
    /// <summary>Changes the text of statements.</summary>
    public SqlEdit[] Edits { get; init; } = [];

    /// <summary>Sits beneath the network: what the store does.</summary>
    public Func<IStore, Planting, IStore>? InStore { get; init; }

    /// <summary>Sits above the network: what a node does.</summary>
    public Func<IStore, Planting, IStore>? InEngine { get; init; }

    /// <summary>Faults without which it can do no harm, so that every seed is a try.</summary>
    public Fault[] Needs { get; init; } = [];

    public Func<string, string>? Sql => Edits.Length == 0 ? null : sql => Edits.Aggregate(sql, (text, edit) => edit.Apply(text));

    /// <summary>Every statement it changes was there to be changed.</summary>
    public bool WasPlanted => Edits.All(edit => edit.WasApplied);

    public Setting On(Setting setting) => setting with { Mutant = this, Faults = setting.Faults.Union(Needs).ToHashSet() };
}

/// <summary>Where a mutant of a node's calls is planted.</summary>
/// <param name="Store">The store itself.</param>
internal sealed record Planting(Sqlite.SqliteStore Store, Host Host, Network Network);

/// <summary>A change of the statements in which a text stands.</summary>
internal sealed class SqlEdit(string find, string replace)
{
    public bool WasApplied { get; private set; }

    public string Apply(string sql)
    {
        if (!sql.Contains(find, StringComparison.Ordinal))
        {
            return sql;
        }

        WasApplied = true;
        return sql.Replace(find, replace, StringComparison.Ordinal);
    }
}
