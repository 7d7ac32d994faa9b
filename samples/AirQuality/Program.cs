using AirQuality;

await AirQualityApp.Create(args).RunAsync();
