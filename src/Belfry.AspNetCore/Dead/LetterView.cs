using System.Text.Json;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;

namespace Belfry.AspNetCore.Dead;

/// <summary>A dead letter as the API answers it.</summary>
/// <param name="Id">The run's id.</param>
/// <param name="Version">Of the job, when the run was made.</param>
/// <param name="Reason">Why it was not tried again.</param>
internal sealed record LetterView(
    string Id,
    string Job,
    long Version,
    RunTrigger Trigger,
    DateTimeOffset Due,
    DateTimeOffset DiedAt,
    int Attempts,
    int LostCount,
    DeathReason Reason,
    RunError Error,
    JsonElement? Args,
    string? Parent,
    string? By)
{
    public static LetterView Of(DeadLetter letter) => new(
        letter.Run.ToString("n"),
        letter.Job,
        letter.Revision,
        letter.Trigger,
        letter.Due,
        letter.DiedAt,
        letter.Attempts,
        letter.LostCount,
        letter.Reason,
        letter.Error,
        JsonText.Element(letter.Args),
        letter.Parent?.ToString("n"),
        letter.By);
}
