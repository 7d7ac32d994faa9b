using Belfry.AspNetCore.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Belfry.AspNetCore;

public static class BelfryApiServices
{
    /// <summary>Adds what <c>MapBelfry</c> needs beside the job engine: sign-in and its settings.</summary>
    public static IServiceCollection AddBelfryApi(this IServiceCollection services, Action<BelfryApiOptions>? configure = null)
    {
        services.AddOptions<BelfryApiOptions>().Configure(configure ?? (_ => { }));
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<AdminKey>();
        services.TryAddSingleton<Sessions>();
        services.TryAddSingleton<LoginCodes>();
        services.TryAddSingleton<FailedKeys>();
        return services;
    }
}
