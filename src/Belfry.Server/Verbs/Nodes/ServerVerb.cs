using Belfry.Server.CommandLine;
using Belfry.Server.Hosting;
using Belfry.Server.Settings;

namespace Belfry.Server.Verbs.Nodes;

/// <summary><c>belfry server</c>: the API and the page, and unless <c>--roles</c> says otherwise a worker too.</summary>
internal static class ServerVerb
{
    public static Verb Create(CommonFlags flags, SettingFlags settings) => new(
        "server", "Starts a node: API, page and worker.", Run, settings.Node)
    {
        Examples =
        [
            "belfry server --store sqlite:/var/lib/belfry/belfry.db",
            "BELFRY_ADMIN_KEY=… belfry server --urls http://0.0.0.0:7300 --roles api",
        ],
    };

    private static async Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        var settings = call.Settings;
        if (!settings.Roles.Contains("api"))
        {
            return await WorkerVerb.Run(call, cancellation);
        }

        var server = new RunningServer(call) { Listening = (address, link) => Greet(call, settings, address, link) };
        await server.Run(settings, works: settings.Roles.Contains("worker"), cancellation);
        return Exit.Done;
    }

    private static void Greet(Invocation call, SettingValues settings, Uri address, Uri link)
    {
        call.Terminal.Error.WriteLine($"Belfry {Version.Text} listens on {address}  (store {StoreAddress.Masked(settings.Store)}{(settings.Redis is { } redis ? $", locks {redis}" : "")}, roles {string.Join(", ", settings.Roles)})");
        if (settings.AdminKey is null)
        {
            call.Terminal.Error.WriteLine($"There is no BELFRY_ADMIN_KEY. Sign in once, within an hour, with {link}");
        }
    }
}
