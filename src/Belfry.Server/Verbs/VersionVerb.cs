using System.Runtime.InteropServices;
using Belfry.Server.CommandLine;
using Belfry.Server.Output;

namespace Belfry.Server.Verbs;

/// <summary><c>belfry version</c>.</summary>
internal static class VersionVerb
{
    public static Verb Create(CommonFlags flags) => new("version", "The version of this program.", Run);

    public static void Print(TextWriter output) => output.WriteLine($"belfry {Version.Text}");

    private static Task<Exit> Run(Invocation call, CancellationToken cancellation)
    {
        if (call.Format is null or "table")
        {
            Print(call.Terminal.Out);
        }
        else
        {
            call.Report.Thing(Json.Build(json =>
            {
                json.WriteStartObject();
                json.WriteString("version", Version.Text);
                json.WriteString("commit", Version.Commit);
                json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
                json.WriteString("platform", RuntimeInformation.RuntimeIdentifier);
                json.WriteEndObject();
            }));
        }

        return Task.FromResult(Exit.Done);
    }
}
