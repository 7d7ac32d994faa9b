using System.Net;
using System.Text;
using Belfry.Jobs;

namespace Belfry.Notifications;

/// <summary>
/// Posts a message. Redirects are not followed, the answer is read for a few hundred bytes, and no error says more of the address than
/// its host: the rest may be a secret.
/// </summary>
internal sealed class HttpPost(Uri url, TimeProvider time)
{
    private const int MostAnswer = 300;

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>What is wrong with an address to post to; null when nothing is.</summary>
    public static string? Problem(Uri url) =>
        !url.IsAbsoluteUri || url.Scheme is not ("https" or "http") ? "is no address such as https://example.com/hook."
        : url.UserInfo.Length > 0 ? "has a user in it; leave it out."
        : null;

    public async Task<SendResult> SendAsync(
        string json, IEnumerable<(string Name, string Value)> headers, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        request.Headers.UserAgent.ParseAdd($"belfry/{ProductVersion.Text}");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        try
        {
            using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode ? SendResult.Delivered : await Refused(response, cancellation);
        }
        catch (HttpRequestException exception)
        {
            return new SendResult($"{url.Host} cannot be reached: {exception.Message}");
        }
    }

    private async Task<SendResult> Refused(HttpResponseMessage response, CancellationToken cancellation)
    {
        string answer = await Beginning(response, cancellation);
        string more = (int)response.StatusCode is >= 300 and < 400
            ? "; redirects are not followed, set the address it leads to"
            : answer.Length > 0 ? $": {answer}" : "";
        return new SendResult($"{url.Host} answered {(int)response.StatusCode} {response.ReasonPhrase}{more}", RetryAfter(response));
    }

    private static async Task<string> Beginning(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            var buffer = new byte[MostAnswer];
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            int read = await body.ReadAtLeastAsync(buffer, MostAnswer, throwOnEndOfStream: false, cancellation);
            return JsonReading.Short(Encoding.UTF8.GetString(buffer, 0, read).Trim());
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return "";
        }
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } instant } => instant - (response.Headers.Date ?? time.GetUtcNow()),
        _ when response.StatusCode == HttpStatusCode.TooManyRequests => TimeSpan.FromMinutes(1),
        _ => null,
    };
}
