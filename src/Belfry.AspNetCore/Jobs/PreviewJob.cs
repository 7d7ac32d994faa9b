using Belfry.AspNetCore.Http;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Jobs;

/// <summary>
/// <c>POST /jobs/preview?count</c> with a definition: the fires as things stand and as they would be, and what happens to a
/// tick that is due. Changes nothing.
/// </summary>
internal static class PreviewJob
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        int count = call.Query.Whole("count", 1, 100, 10);
        call.Query.Close();
        var definition = await DefinitionBody.Read(call.Http.Request);
        return ApiJson.Ok(await call.Control.Preview(definition, count, call.Cancellation));
    }
}
