using Belfry.Notifications;

namespace Belfry.Simulation;

/// <summary>Where messages arrive, whoever sends them: it knows each by its id, and may be away, slow, or unable to answer.</summary>
internal sealed class Inbox(World world, Oracle oracle)
{
    private readonly Dictionary<Guid, Digest> received = [];

    /// <summary>Each message once, however often it was delivered.</summary>
    public IReadOnlyDictionary<Guid, Digest> Messages => received;

    /// <summary>Faults are over.</summary>
    public bool Healed { get; set; }

    public ChannelSet From(Host host) =>
        new([new NamedChannel("ops", new Line(this, host), new ChannelTimes { Wait = TimeSpan.FromMilliseconds(500), Every = TimeSpan.FromSeconds(1) })]);

    private void Take(ChannelMessage message)
    {
        world.Note($"message {message.Id:n}: {message.Digest.Title}");
        oracle.Require(
            !received.TryGetValue(message.Id, out var before) || before.Write() == message.Digest.Write(),
            $"message {message.Id:n} was delivered again, and said something else");
        received[message.Id] = message.Digest;
    }

    private sealed class Line(Inbox inbox, Host host) : IChannel
    {
        public string Kind => "simulated";

        public async Task<SendResult> SendAsync(ChannelMessage message, CancellationToken cancellation)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5 + host.Chance.Next(300)), host.Time, cancellation);
            int luck = inbox.Healed ? 100 : host.Chance.Next(100);
            if (luck < 30)
            {
                return new SendResult("simulated: away", TimeSpan.FromSeconds(host.Chance.Next(3)));
            }

            inbox.Take(message);
            await Task.Delay(TimeSpan.FromMilliseconds(5 + host.Chance.Next(300)), host.Time, cancellation);
            return luck < 50 ? new SendResult("simulated: taken, and the answer lost") : SendResult.Delivered;
        }
    }
}
