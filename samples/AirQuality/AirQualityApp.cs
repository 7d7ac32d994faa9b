using AirQuality.Jobs;
using AirQuality.Measurements;
using AirQuality.Source;
using Belfry.AspNetCore;

namespace AirQuality;

/// <summary>The application: its API, the recorded source it fetches from, and Belfry with five jobs.</summary>
internal static class AirQualityApp
{
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        var settings = builder.Configuration;
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<RecordedSource>();
        builder.Services.AddSingleton(new MeasurementFile(settings["Measurements"] ?? "airquality.db"));
        builder.Services.AddHttpClient<SourceClient>(client =>
            client.BaseAddress = new Uri(settings["Source"] ?? "http://127.0.0.1:5080/source/"));

        builder.Services.AddBelfry(belfry => belfry.UseSqlite(settings["Belfry"] ?? "belfry.db").AddAirQualityJobs());
        builder.Services.AddBelfryApi(api => api.AdminKey = settings["BELFRY_ADMIN_KEY"]);

        var app = builder.Build();
        app.MapSource();
        app.MapMeasurements();
        app.MapBelfry("/belfry");
        return app;
    }
}
