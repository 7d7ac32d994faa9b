namespace Belfry.Locks;

/// <summary>What a <see cref="HeldLock"/> is worth.</summary>
public enum LockState
{
    /// <summary>Nobody else has it.</summary>
    Held,

    /// <summary>Its time is over or it was taken away; somebody else may have it.</summary>
    Lost,

    /// <summary>Given up by this code.</summary>
    Released,

    /// <summary>The provider could not be asked, and the caller chose <see cref="WhenAway.RunAnyway"/>.</summary>
    Unprotected,
}
