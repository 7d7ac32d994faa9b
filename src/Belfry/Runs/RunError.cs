namespace Belfry.Runs;

/// <summary>Why an attempt failed.</summary>
/// <param name="Type">Exception type, or <c>exit-code</c>, <c>signal</c>, <c>timeout</c>, <c>worker-lost</c>, <c>start</c>.</param>
/// <param name="Message">One line for a person.</param>
/// <param name="Stack">Stack trace, when there is one.</param>
/// <param name="Fingerprint">Equal for errors with the same cause: a hash of the type and the message without its numbers.</param>
public sealed record RunError(string Type, string Message, string? Stack, string Fingerprint)
{
    /// <summary>The exit code of a command that ended with a code it should not have.</summary>
    internal int? ExitCode => Type == "exit-code" ? ExitCodeText.Read(Message) : null;
}
