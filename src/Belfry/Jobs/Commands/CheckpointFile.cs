using System.Text;
using System.Text.Json;

namespace Belfry.Jobs.Commands;

/// <summary>
/// The file in which a command finds the state that an earlier attempt of its run kept, and leaves its own for the next; its path is
/// in <c>BELFRY_CHECKPOINT</c>.
/// </summary>
internal sealed class CheckpointFile : IDisposable
{
    public const string Variable = "BELFRY_CHECKPOINT";
    private const int MostBytes = 256 * 1024;

    private readonly string found;

    private CheckpointFile(string path, string found) => (Path, this.found) = (path, found);

    public string Path { get; }

    /// <summary>Null when the machine has no room for it: a command that keeps no state must run all the same.</summary>
    /// <param name="name">Of this attempt alone.</param>
    /// <param name="saved">What an earlier attempt kept.</param>
    public static CheckpointFile? Create(string name, JsonElement? saved)
    {
        string path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"belfry-checkpoint-{name}");
        string text = saved switch
        {
            null => "",
            { ValueKind: JsonValueKind.String } words => words.GetString()!,
            { } other => other.GetRawText(),
        };
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var file = new FileStream(path, options);
            file.Write(Encoding.UTF8.GetBytes(text));
            return new CheckpointFile(path, text);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps what the command has left, if it is something else than it found.</summary>
    public void Keep(AttemptJournal journal)
    {
        try
        {
            var left = new FileInfo(Path);
            if (left is { Exists: true, Length: > MostBytes })
            {
                journal.Log($"The checkpoint has {left.Length:N0} bytes; at most {MostBytes:N0} are kept, so the one before stays.");
            }
            else if (left.Exists && File.ReadAllText(Path) is var text && text != found)
            {
                journal.SaveCheckpoint(JsonSerializer.SerializeToElement(text, JsonSerializerOptions.Web));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            journal.Log($"The checkpoint cannot be read: {exception.Message}");
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is small, and the machine's to clean up.
        }
    }
}
