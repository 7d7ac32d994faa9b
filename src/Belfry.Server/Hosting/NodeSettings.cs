using Belfry.Engine;
using Belfry.Server.Settings;

namespace Belfry.Server.Hosting;

/// <summary>The settings of a node as the engine takes them.</summary>
internal static class NodeSettings
{
    public static NodeOptions Apply(SettingValues settings, NodeOptions options) => options with
    {
        Name = settings.Node ?? options.Name,
        Slots = settings.Slots,
        Queues = settings.Queues,
        LeaseTime = settings.Lease,
        Environment = settings.Environment,
        MaxSkew = settings.MaxSkew,
        Notifies = settings.IsOn(KnownSettings.AlertNotifications),
    };
}
