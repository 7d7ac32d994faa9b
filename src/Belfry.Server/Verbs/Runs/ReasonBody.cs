using System.Text.Json.Nodes;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Runs;

/// <summary>The body of a change that needs nothing but its reason.</summary>
internal static class ReasonBody
{
    public static JsonObject? Of(Invocation call) => call.Reason is { } reason ? new JsonObject { ["reason"] = reason } : null;
}
