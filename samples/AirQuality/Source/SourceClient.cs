using System.Globalization;

namespace AirQuality.Source;

/// <summary>Asks the source over HTTP.</summary>
internal sealed class SourceClient(HttpClient http)
{
    /// <exception cref="HttpRequestException">The source is away or refuses.</exception>
    public async Task<IReadOnlyList<Reading>> ReadAsync(DateTimeOffset at, CancellationToken cancellation)
    {
        var instant = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        return await http.GetFromJsonAsync<List<Reading>>($"measurements?at={instant}", cancellation) ?? [];
    }
}
