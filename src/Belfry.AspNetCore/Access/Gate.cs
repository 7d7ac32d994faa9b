using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Belfry.AspNetCore.Access;

/// <summary>
/// What every request passes before anything of it is read: safe headers, a known caller, proof of intent for changes by cookie,
/// a limit on the body; and what every failure passes on its way out.
/// </summary>
internal static class Gate
{
    public static RequestDelegate Wrap(ApiHandler handler) => async http =>
    {
        SafeHeaders.Set(http.Response);
        try
        {
            var answer = await Answer(http, handler);
            await answer.ExecuteAsync(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone; there is nobody to answer.
        }
        catch (Exception failure) when (!http.Response.HasStarted)
        {
            await Failures.Answer(failure, http).ExecuteAsync(http);
        }
    };

    private static Task<IResult> Answer(HttpContext http, ApiHandler handler)
    {
        bool open = http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var caller = Credentials.Check(http);
        if (caller is null && !open)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
            throw new RequestRefused(401, "Sign in, or send the API key as Authorization: Bearer KEY.");
        }

        if (caller is { ByCookie: true })
        {
            Intent.Check(http.Request);
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = JsonBody.MaxBytes;
        }

        return handler(new ApiCall(http, caller));
    }
}
