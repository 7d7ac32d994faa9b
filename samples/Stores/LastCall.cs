namespace Stores;

/// <param name="Length">What customers who are still in a store get before its doors close.</param>
internal sealed record LastCall(TimeSpan Length);
