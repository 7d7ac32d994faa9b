using System.CommandLine;
using System.CommandLine.Completions;
using Belfry.Server.Output;
using Belfry.Server.Remote;
using Belfry.Server.Settings;

namespace Belfry.Server.CommandLine;

/// <summary>Words that only the server knows, for the shell's completion. Silent and quick: a key press waits for it.</summary>
internal static class Completion
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    public static IEnumerable<CompletionItem> Jobs(CompletionContext context) => Ask("/jobs", "name", "words");

    public static IEnumerable<CompletionItem> Runs(CompletionContext context) => Ask("/runs", "id", "job");

    public static IEnumerable<CompletionItem> Locks(CompletionContext context) => Ask("/locks", "name", "owner");

    public static IEnumerable<CompletionItem> Breakers(CompletionContext context) => Ask("/breakers", "name", "state");

    private static CompletionItem[] Ask(string path, string label, string detail)
    {
        using var late = new CancellationTokenSource(Patience);
        try
        {
            var settings = SettingValues.Resolve(_ => null, Environment.GetEnvironmentVariable, SettingsFile.Load(null, Environment.CurrentDirectory));
            var (items, _) = Api.Connect(settings).List(path, 100, late.Token).GetAwaiter().GetResult();
            return [.. items.Select(item => new CompletionItem(item.At(label).AsText() ?? "", detail: item.At(detail).AsText()))];
        }
        catch (Exception e) when (e is Failure or OperationCanceledException)
        {
            return [];
        }
    }
}
