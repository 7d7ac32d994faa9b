using System.Text;

namespace Belfry.Server.Remote;

/// <summary>Request paths with escaped names and a query of what is set.</summary>
internal static class Route
{
    /// <summary><c>/jobs/{name}</c> and below. A slash in a name stays inside its segment.</summary>
    public static string Job(string name, string below = "") => $"/jobs/{Uri.EscapeDataString(name)}{below}";

    public static string Run(string id, string below = "") => $"/runs/{Uri.EscapeDataString(id)}{below}";

    public static string Lock(string name, string below) => $"/locks/{Uri.EscapeDataString(name)}{below}";

    public static string Queue(string name, string below = "") => $"/queues/{Uri.EscapeDataString(name)}{below}";

    public static string Breaker(string name, string below = "") => $"/breakers/{Uri.EscapeDataString(name)}{below}";

    public static string With(string path, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var text = new StringBuilder(path);
        char separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        foreach (var (name, value) in parameters.Where(parameter => parameter.Value is not null))
        {
            text.Append(separator).Append(name).Append('=').Append(Uri.EscapeDataString(value!));
            separator = '&';
        }

        return text.ToString();
    }
}
