namespace Belfry.Engine;

/// <summary>
/// Whether the node's monotonic clock, on which it counts its lease, keeps the pace of the store's clock: judged once a minute, over
/// pieces of ten seconds.
/// </summary>
/// <remarks>
/// A clock that drifts does so in every piece. A store's clock that was set shows in one of them, and one that stands still after
/// it was set back is off by more than any clock that works: neither counts.
/// </remarks>
internal sealed class ClockDrift
{
    private static readonly TimeSpan Piece = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private const double Greatest = 0.05;
    private const double GreatestBelievable = 0.5;

    private (TimeSpan Own, DateTimeOffset Store)? from;
    private TimeSpan own;
    private TimeSpan store;
    private double least = double.MaxValue;
    private double most = double.MinValue;

    /// <summary>More than 5 % in the last window.</summary>
    public bool IsGreat { get; private set; }

    public void Read(TimeSpan ownNow, DateTimeOffset storeNow)
    {
        if (from is not { } start)
        {
            from = (ownNow, storeNow);
            return;
        }

        var (ownPiece, storePiece) = (ownNow - start.Own, storeNow - start.Store);
        if (ownPiece < Piece)
        {
            return;
        }

        from = (ownNow, storeNow);
        if (Deviation(ownPiece, storePiece) is var deviation && Math.Abs(deviation) <= GreatestBelievable)
        {
            (own, store) = (own + ownPiece, store + storePiece);
            (least, most) = (Math.Min(least, deviation), Math.Max(most, deviation));
            Judge();
        }
    }

    private void Judge()
    {
        if (own < Window)
        {
            return;
        }

        var isSteady = least > Greatest / 2 || most < -Greatest / 2;
        IsGreat = isSteady && Math.Abs(Deviation(own, store)) > Greatest;
        (own, store, least, most) = (TimeSpan.Zero, TimeSpan.Zero, double.MaxValue, double.MinValue);
    }

    private static double Deviation(TimeSpan own, TimeSpan store) => store / own - 1;
}
