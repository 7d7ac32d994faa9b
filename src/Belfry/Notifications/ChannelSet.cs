using Belfry.Jobs;
using Belfry.Policies;

namespace Belfry.Notifications;

/// <summary>A channel by its name.</summary>
internal sealed record NamedChannel(string Name, IChannel Channel, ChannelTimes Times);

/// <summary>The channels that a process knows, by name.</summary>
internal sealed class ChannelSet(IReadOnlyCollection<NamedChannel> channels)
{
    private readonly Dictionary<string, NamedChannel> byName = channels.ToDictionary(channel => channel.Name, StringComparer.Ordinal);

    public static ChannelSet Empty { get; } = new([]);

    public IReadOnlyCollection<NamedChannel> All => byName.Values;

    public NamedChannel? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>Names that a job gives and nobody here knows. Those it had before are left alone: another process may know them.</summary>
    public IEnumerable<JobProblem> Problems(NotifyPolicy? policy, NotifyPolicy? before) => policy is null ? [] :
        policy.To.SelectMany((name, i) => JobValidation.Of(
            $"notify.to[{i}]", byName.ContainsKey(name) || before?.To.Contains(name) == true ? null : Unknown(name)));

    private string Unknown(string name)
    {
        string[] known = [.. byName.Keys.Order(StringComparer.Ordinal)];
        return known.Length == 0
            ? $"names the channel '{JsonReading.Short(name)}', and no channel is set up here; add it under channels in belfry.yaml."
            : $"names the channel '{JsonReading.Short(name)}', which is not set up here; there is {string.Join(", ", known)}.{JsonReading.Meant(name, known)}";
    }
}
