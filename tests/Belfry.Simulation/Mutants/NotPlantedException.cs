namespace Belfry.Simulation;

/// <summary>A history ended without having come to what the mutant changes.</summary>
internal sealed class NotPlantedException(string message) : InvalidOperationException(message);
