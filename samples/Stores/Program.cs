using Stores;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(new StoreTable(builder.Configuration["Stores"] ?? "stores.db"));
builder.Services.AddBelfry(belfry => belfry.UseSqlite(builder.Configuration["Belfry"] ?? "belfry.db").AddStoreJobs());
await builder.Build().RunAsync();
