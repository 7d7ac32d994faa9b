namespace Belfry.Schedules;

/// <summary>Why a schedule text was refused. Position and code are a contract; the wording is free to improve.</summary>
/// <param name="Code">Stable name such as <c>CRON_OUT_OF_RANGE</c>.</param>
/// <param name="Field">The field or part, such as <c>minute</c>; null when the whole text is meant.</param>
/// <param name="Position">0-based UTF-16 index into the text as given.</param>
/// <param name="Length">Length of the offending token; 0 when something is missing there.</param>
/// <param name="Token">The offending token.</param>
/// <param name="Expected">What would have been right.</param>
/// <param name="Hint">How to write what was probably meant; null when there is no good guess.</param>
/// <param name="Message">One sentence for a person, without the caret lines.</param>
public sealed record ScheduleError(
    string Code, string? Field, int Position, int Length, string Token, string Expected, string? Hint, string Message);

/// <summary>Thrown by <c>Schedule.Parse</c>; carries the same error that <c>TryParse</c> returns.</summary>
public sealed class ScheduleException(ScheduleError error) : FormatException(error.Message)
{
    public ScheduleError Error { get; } = error;
}
