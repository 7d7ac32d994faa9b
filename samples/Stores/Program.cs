using Belfry.Redis;
using Stores;

var builder = Host.CreateApplicationBuilder(args);
var settings = builder.Configuration;
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new StoreTable(settings["Stores"] ?? "stores.db"));
builder.Services.AddSingleton(new LastCall(TimeSpan.FromSeconds(settings.GetValue("LastCall", 0))));
builder.Services.AddBelfry(belfry =>
{
    belfry.UseSqlite(settings["Belfry"] ?? "belfry.db").AddStoreJobs();

    // REDIS_URL, or REDIS_HOST with REDIS_PORT and REDIS_PASSWORD: the locks are then for whoever uses that Redis.
    if (RedisAddress.From(name => settings[name]) is { } redis)
    {
        belfry.UseRedis(redis);
    }
});
await builder.Build().RunAsync();
