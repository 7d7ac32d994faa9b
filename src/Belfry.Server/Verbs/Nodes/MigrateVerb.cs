using System.CommandLine;
using Belfry.Postgres;
using Belfry.Server.CommandLine;
using Belfry.Server.Hosting;
using Belfry.Server.Settings;
using Belfry.Storage;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry migrate [up|status|script]</c>: the tables of the store. Nodes do the same when they start.</summary>
internal static class MigrateVerb
{
    public static Command Create(CommonFlags flags, SettingFlags settings)
    {
        var noun = new Verb("migrate", "Creates or upgrades the tables of the store.", Up, [flags.Yes, .. settings.Node]);
        noun.Add(new Verb("up", "Creates or upgrades the tables.", Up, [flags.Yes, .. settings.Node]));
        noun.Add(new Verb("status", "Says whether the store is there and can be read by this version.", Status, settings.Node));
        noun.Add(new Verb("script", "Prints the tables of PostgreSQL as SQL, for somebody whose role may create them.", Script, settings.Node)
        {
            Examples = ["belfry migrate script --store postgres://db.example.org/belfry | psql -h db.example.org belfry"],
        });
        return noun;
    }

    private static async Task<Exit> Up(Invocation call, CancellationToken cancellation)
    {
        await using var store = OpenedStore.Of(call.Settings, call.Time);
        await store.Migrate(cancellation);
        var environment = await Identify(call, store, cancellation);
        call.Terminal.Say($"✓ {store.Description} is up to date{(environment is null ? "" : $" and belongs to {environment}")}");
        return Exit.Done;
    }

    /// <summary>Writes the environment that <c>--environment</c> states into the store; over another one only when confirmed.</summary>
    private static async Task<string?> Identify(Invocation call, IStore store, CancellationToken cancellation)
    {
        var known = await store.Nodes.Environment(cancellation);
        if (call.Settings.Environment is not { } stated || stated == known)
        {
            return known;
        }

        if (known is not null)
        {
            call.Confirm($"Moving {store.Description} from environment {known} to {stated}: nodes that say {known} stop working");
        }

        await store.Nodes.SetEnvironment(stated, cancellation);
        return stated;
    }

    private static async Task<Exit> Status(Invocation call, CancellationToken cancellation)
    {
        if (StoreAddress.IsFile(call.Settings.Store) && Path.GetFullPath(StoreAddress.File(call.Settings.Store)) is var file && !File.Exists(file))
        {
            call.Terminal.Out.WriteLine($"{file} is not there yet");
            return Exit.Differences;
        }

        await using var store = OpenedStore.Of(call.Settings, call.Time);
        if (store is PostgresStore postgres && await postgres.MissingSteps(cancellation) is > 0 and var missing)
        {
            call.Terminal.Out.WriteLine($"{store.Description} lacks {missing} of {PostgresStore.Steps} steps; belfry migrate takes them");
            return Exit.Differences;
        }

        await store.Queries.Totals(cancellation);
        call.Terminal.Out.WriteLine($"{store.Description} can be read by this version");
        return Exit.Done;
    }

    private static Task<Exit> Script(Invocation call, CancellationToken cancellation)
    {
        if (!StoreAddress.IsServer(call.Settings.Store))
        {
            throw new Failure(
                Exit.Usage, "there is no script for a SQLite file: the first node that opens it makes the tables.", next: "--store postgres://… prints the one for PostgreSQL.");
        }

        call.Terminal.Out.Write(PostgresStore.Script);
        return Task.FromResult(Exit.Done);
    }
}
