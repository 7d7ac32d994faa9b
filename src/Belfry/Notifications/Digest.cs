using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Belfry.Notifications;

/// <summary>What a message says: one line for each job and kind, so that a storm is one message that can still be read.</summary>
public sealed record Digest
{
    private const int MostLines = 30;

    public static Digest Empty { get; } = new();

    /// <summary>The first lines, oldest first.</summary>
    public IReadOnlyList<DigestLine> Lines { get; init; } = [];

    /// <summary>Notices by kind, those without a line too.</summary>
    public IReadOnlyDictionary<NoticeKind, long> Counts { get; init; } = new Dictionary<NoticeKind, long>();

    /// <summary>Notices that have no line.</summary>
    public long More { get; init; }

    public Digest Add(Notice notice)
    {
        // What several jobs have in common, such as a breaker, each of them tells of.
        if (Lines.Any(line => line.Kind == notice.Kind && line.LastAt == notice.At && line.Sentence == notice.Sentence))
        {
            return this;
        }

        var counts = new Dictionary<NoticeKind, long>(Counts) { [notice.Kind] = Counts.GetValueOrDefault(notice.Kind) + 1 };
        int known = -1;
        for (int i = 0; i < Lines.Count && known < 0; i++)
        {
            known = Lines[i].Job == notice.Job && Lines[i].Kind == notice.Kind ? i : -1;
        }

        return known >= 0 ? this with { Lines = [.. Lines.Take(known), Lines[known].Again(notice), .. Lines.Skip(known + 1)], Counts = counts }
            : Lines.Count < MostLines ? this with { Lines = [.. Lines, DigestLine.Of(notice)], Counts = counts }
            : this with { More = More + 1, Counts = counts };
    }

    /// <summary>The message in one line.</summary>
    [JsonIgnore]
    public string Title => Lines is [{ Count: 1 } only] && More == 0
        ? only.Sentence
        : string.Join(", ", Counts.OrderBy(count => count.Key).Select(count => $"{count.Value.ToString("N0", CultureInfo.InvariantCulture)} {Words(count.Key, count.Value)}"));

    internal string Write() => JsonSerializer.Serialize(this, DigestJson.Default.Digest);

    internal static Digest Read(string json) => JsonSerializer.Deserialize(json, DigestJson.Default.Digest) ?? Empty;

    private static string Words(NoticeKind kind, long count) => (kind, count) switch
    {
        (NoticeKind.Failing, 1) => "job fails",
        (NoticeKind.Failing, _) => "jobs fail",
        (NoticeKind.DeadLetter, 1) => "dead letter",
        (NoticeKind.DeadLetter, _) => "dead letters",
        (NoticeKind.Recovered, 1) => "job is well again",
        (NoticeKind.Recovered, _) => "jobs are well again",
        (NoticeKind.Missed, _) => "times ticks were missed",
        (NoticeKind.Breaker, 1) => "change of a breaker",
        (NoticeKind.Breaker, _) => "changes of breakers",
        (NoticeKind.Expectation, 1) => "run not as expected",
        (NoticeKind.Expectation, _) => "runs not as expected",
        _ => "test",
    };
}

/// <param name="Count">How many notices the line stands for.</param>
/// <param name="Sentence">Of the newest of them.</param>
/// <param name="Run">Of the newest of them.</param>
public sealed record DigestLine(
    string Job, NoticeKind Kind, long Count, DateTimeOffset FirstAt, DateTimeOffset LastAt, string Sentence, Guid? Run, string? Fingerprint)
{
    internal static DigestLine Of(Notice notice) =>
        new(notice.Job, notice.Kind, 1, notice.At, notice.At, notice.Sentence, notice.Run, notice.Fingerprint);

    internal DigestLine Again(Notice notice) =>
        this with { Count = Count + 1, LastAt = notice.At, Sentence = notice.Sentence, Run = notice.Run, Fingerprint = notice.Fingerprint };
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Digest))]
internal sealed partial class DigestJson : JsonSerializerContext;
