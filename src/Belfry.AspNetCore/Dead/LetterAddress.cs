using Belfry.AspNetCore.Http;
using Belfry.Jobs;
using Belfry.Storage;

namespace Belfry.AspNetCore.Dead;

/// <summary>A dead letter in an address: the id of its run, or the first digits of it.</summary>
internal static class LetterAddress
{
    public static async Task<DeadLetter> FindLetter(this ApiCall call) =>
        await call.Store.DeadLetters.Find(call.RunId, call.Cancellation)
            ?? throw new JobNotFoundException($"There is no dead letter {call.RunId}, or several begin like that.");
}
