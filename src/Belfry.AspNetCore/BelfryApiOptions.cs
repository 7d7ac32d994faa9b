namespace Belfry.AspNetCore;

/// <summary>Settings of the REST API.</summary>
public sealed class BelfryApiOptions
{
    /// <summary>
    /// The administrator's key, sent as <c>Authorization: Bearer KEY</c>. There is no default: without one every API route
    /// answers 401.
    /// </summary>
    public string? AdminKey { get; set; }
}
