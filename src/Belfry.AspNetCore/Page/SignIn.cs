using Belfry.AspNetCore.Access;
using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Page;

/// <summary>Sessions of browsers begin with a one-time code from a terminal, or with the key in the header; never with a key in the address.</summary>
internal static class SignIn
{
    /// <summary><c>GET /login?code</c>: the link that a terminal printed.</summary>
    public static Task<IResult> WithCode(ApiCall call)
    {
        string? code = call.Query.Text("code");
        call.Query.Close();
        if (code is null || !call.Service<LoginCodes>().Spend(code))
        {
            throw new RequestRefused(401, "This link has been used, or is too old. Start belfry dev again for a new one, or sign in with the API key.");
        }

        call.Service<Sessions>().Start(call.Http);
        call.Http.Response.Headers.Location = call.Base + "/";
        return Task.FromResult(Results.StatusCode(StatusCodes.Status303SeeOther));
    }

    /// <summary><c>POST /login</c> with the key as bearer: starts a session.</summary>
    public static Task<IResult> WithKey(ApiCall call)
    {
        call.Query.Close();
        if (call.Caller!.ByCookie)
        {
            throw new RequestRefused(401, "Send the API key as Authorization: Bearer KEY; a session cannot prolong itself.");
        }

        call.Service<Sessions>().Start(call.Http);
        return Task.FromResult(Results.NoContent());
    }

    /// <summary><c>POST /logout</c></summary>
    public static Task<IResult> Out(ApiCall call)
    {
        call.Query.Close();
        call.Service<Sessions>().End(call.Http);
        return Task.FromResult(Results.NoContent());
    }
}
