using Etl;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton(new Folders(builder.Configuration["Work"] ?? "work"));
builder.Services.AddSingleton<Warehouse>();

// The schedules stand in jobs.yaml and reach the store through the server. This process only knows how to do the work.
builder.Services.AddBelfry(belfry => belfry.UseSqlite(builder.Configuration["Belfry"] ?? "belfry.db").AddEtlHandlers());
await builder.Build().RunAsync();
