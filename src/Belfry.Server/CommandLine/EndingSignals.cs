using System.Runtime.InteropServices;

namespace Belfry.Server.CommandLine;

/// <summary>Requests to end: the first asks, the second hurries, and the third does what the system does with it.</summary>
internal sealed class EndingSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource hurry = new();
    private readonly PosixSignalRegistration[] registrations;

    public EndingSignals() =>
        registrations = [.. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(signal => PosixSignalRegistration.Create(signal, Receive))];

    public CancellationToken Stop => stop.Token;
    public CancellationToken Hurry => hurry.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
        hurry.Dispose();
    }

    private void Receive(PosixSignalContext signal)
    {
        signal.Cancel = !hurry.IsCancellationRequested;
        (stop.IsCancellationRequested ? hurry : stop).Cancel();
    }
}
