using Belfry.AspNetCore.Access;
using Belfry.AspNetCore.Breakers;
using Belfry.AspNetCore.CheckIns;
using Belfry.AspNetCore.Http;
using Belfry.AspNetCore.Jobs;
using Belfry.AspNetCore.Locks;
using Belfry.AspNetCore.Page;
using Belfry.AspNetCore.Queues;
using Belfry.AspNetCore.Runs;
using Belfry.AspNetCore.Schedules;
using Belfry.AspNetCore.Status;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.AspNetCore;

public static class BelfryEndpoints
{
    /// <summary>
    /// Maps the REST API (<c>/api/v1</c>), the health checks and the status page under a prefix. Every address under it
    /// asks for the key, unknown ones too, except the health checks and the frame of the page.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <param name="prefix">Where to put it all: <c>/belfry</c>, or nothing for the root.</param>
    public static IEndpointConventionBuilder MapBelfry(this IEndpointRouteBuilder routes, string prefix = "")
    {
        if (routes.ServiceProvider.GetService<AdminKey>() is null)
        {
            throw new InvalidOperationException("Call services.AddBelfryApi() before app.MapBelfry().");
        }

        prefix = prefix.TrimEnd('/');
        var group = routes.MapGroup(prefix);
        group.WithMetadata(new BasePath(prefix));
        var all = new ApiRoutes(group);
        var api = new ApiRoutes(group.MapGroup("/api/v1"));
        JobEndpoints.Map(api);
        RunEndpoints.Map(api);
        CheckInEndpoints.Map(api);
        ScheduleEndpoints.Map(api);
        QueueEndpoints.Map(api);
        BreakerEndpoints.Map(api);
        LockEndpoints.Map(api);
        StatusEndpoints.Map(api, all);
        PageEndpoints.Map(all);
        all.Otherwise(UnknownAddress.Handle);
        return group;
    }
}
