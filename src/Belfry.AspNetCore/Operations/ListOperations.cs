using Belfry.AspNetCore.Http;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Operations;

/// <summary><c>GET /operations?kind&amp;state&amp;cursor&amp;limit</c>: newest first.</summary>
internal static class ListOperations
{
    public static async Task<IResult> Handle(ApiCall call)
    {
        var query = new OperationQuery(
            One<OperationKind>(call, "kind"), One<OperationState>(call, "state"), call.Query.Position(), call.Query.Limit());
        call.Query.Close();
        var page = await call.Store.Operations.List(query, call.Cancellation);
        return ApiJson.Page(page.Items.Select(OperationView.Of), page.Next);
    }

    private static T? One<T>(ApiCall call, string name)
        where T : struct, Enum
    {
        var words = call.Query.Words<T>(name);
        if (words.Count > 1)
        {
            call.Query.Wrong(name, "takes one word.");
        }

        return words.Count == 0 ? null : words[0];
    }
}
