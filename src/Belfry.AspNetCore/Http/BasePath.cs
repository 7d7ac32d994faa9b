namespace Belfry.AspNetCore.Http;

/// <summary>On every endpoint: the prefix that the application chose.</summary>
internal sealed record BasePath(string Path);
