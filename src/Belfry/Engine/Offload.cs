namespace Belfry.Engine;

/// <summary>
/// Starts a job's own code away from the engine, so that code which blocks holds up nobody: the thread pool in production,
/// the same thread in the simulator.
/// </summary>
internal delegate Task Offload(Func<Task> work);
