namespace Belfry.Server.CommandLine;

/// <summary>The end of a command that could not do what it was asked: what happened, what it means, what to do.</summary>
internal sealed class Failure(Exit exit, string what, string? means = null, string? next = null, Exception? inner = null)
    : Exception(what, inner)
{
    public Exit Exit { get; } = exit;
    public string? Means { get; } = means;
    public string? Next { get; } = next;

    /// <summary>More lines of what is wrong, such as every problem of a job file.</summary>
    public IReadOnlyList<string> Details { get; init; } = [];

    public void Print(TextWriter error)
    {
        error.WriteLine($"belfry: {Message}");
        foreach (string line in Details.Append(Means).Append(Next).OfType<string>())
        {
            error.WriteLine($"  {line}");
        }
    }
}
