namespace Belfry.Server.Remote;

/// <summary>The key of a server that runs on this machine, left by it for the verbs of the same user.</summary>
internal sealed class KeyFile : IDisposable
{
    private readonly string path;

    private KeyFile(string path) => this.path = path;

    /// <summary>Written with mode 0600 from the start; gone when disposed.</summary>
    public static KeyFile Write(int port, string key)
    {
        string path = PathOf(port);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            Directory.CreateDirectory(Path.GetDirectoryName(path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        else
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        }

        File.Delete(path); // an old file would keep its own mode
        using var writer = new StreamWriter(path, options);
        writer.WriteLine(key);
        return new KeyFile(path);
    }

    /// <summary>Null when there is none, or when the server is not this machine's: a key is sent nowhere else.</summary>
    public static string? Read(Uri server)
    {
        try
        {
            return server.IsLoopback ? File.ReadAllText(PathOf(server.Port)).Trim() : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(path);
        }
        catch (IOException)
        {
            // A leftover key opens nothing: its server is gone.
        }
    }

    private static string PathOf(int port)
    {
        string? state = Environment.GetEnvironmentVariable("XDG_STATE_HOME");
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string folder = string.IsNullOrEmpty(state) ? Path.Combine(home, ".local", "state") : state;
        return Path.Combine(folder, "belfry", $"{port}.key");
    }
}
