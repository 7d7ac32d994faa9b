using System.Net.Http.Headers;
using Belfry.Hosting;
using Belfry.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Belfry.AspNetCore.Tests;

/// <summary>A real server on a free port of this machine, over a store in memory.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    public const string Key = "key-for-tests";

    private ApiServer(WebApplication app)
    {
        App = app;
        Address = new Uri(app.Urls.Single());
        Client = NewClient();
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    /// <summary>Sends the key with every request.</summary>
    public HttpClient Client { get; }

    /// <param name="key">Null for a server that was given none.</param>
    /// <param name="prefix">Where Belfry stands in the application.</param>
    /// <param name="configure">What the node knows; without it the node runs nothing.</param>
    public static async Task<ApiServer> Start(
        string? key = Key, string prefix = "", TimeProvider? time = null, Action<BelfryBuilder>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddBelfryApi(options => options.AdminKey = key);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddBelfry(belfry =>
        {
            belfry.UseStore(services => SqliteStore.Open(":memory:", TimeProvider.System));
            if (configure is null)
            {
                belfry.WithoutWorker();
            }

            configure?.Invoke(belfry);
        });
        var app = builder.Build();
        app.MapBelfry(prefix);
        await app.StartAsync();
        return new ApiServer(app);
    }

    /// <summary>A client that sends no key, follows no redirect, and keeps cookies if asked to.</summary>
    public HttpClient NewClient(bool cookies = false) =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = cookies }) { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.DisposeAsync();
    }
}
