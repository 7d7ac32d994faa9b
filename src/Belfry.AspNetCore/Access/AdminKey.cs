using Microsoft.Extensions.Options;

namespace Belfry.AspNetCore.Access;

/// <summary>The administrator's key, as a hash; without one nobody is let in.</summary>
internal sealed class AdminKey(IOptions<BelfryApiOptions> options)
{
    private readonly string? hash = string.IsNullOrEmpty(options.Value.AdminKey) ? null : Secret.Hash(options.Value.AdminKey);

    public bool Is(string key) => hash is not null && Secret.Same(key, hash);
}
