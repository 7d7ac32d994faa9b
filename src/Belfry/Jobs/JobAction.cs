using Belfry.Jobs.Commands;

namespace Belfry.Jobs;

/// <summary>What a job runs.</summary>
public abstract record JobAction
{
    private JobAction()
    {
    }

    /// <summary>A program with an argument list; never a shell line.</summary>
    public sealed record Command(CommandSpec Spec) : JobAction;

    /// <summary>A class or delegate that some node registered under this name.</summary>
    public sealed record Handler(string Name) : JobAction;

    /// <summary>A job that something else schedules and <c>belfry wrap</c> reports.</summary>
    public sealed record External(TimeSpan Grace) : JobAction;

    /// <summary>The word for the kind in API and UI.</summary>
    public string Kind => this switch
    {
        Command => "command",
        Handler => "handler",
        _ => "external",
    };
}
