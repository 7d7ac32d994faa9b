using Belfry.Hosting;
using Belfry.Server.Settings;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Server.Hosting;

internal static class ConfiguredRedis
{
    /// <summary>Uses Redis if the settings name one.</summary>
    public static BelfryBuilder UseRedisOf(this BelfryBuilder belfry, SettingValues settings) =>
        settings.Redis is { } address ? belfry.UseRedis(address) : belfry;
}
