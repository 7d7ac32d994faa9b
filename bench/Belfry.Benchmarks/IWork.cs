namespace Belfry.Benchmarks;

/// <summary>Something to be timed. Implemented by structs, so that the loop around it is compiled for each.</summary>
internal interface IWork
{
    /// <summary>Does the work <paramref name="times"/> times; the answer only keeps it from being optimised away.</summary>
    long Run(int times);
}
