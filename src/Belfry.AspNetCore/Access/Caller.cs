namespace Belfry.AspNetCore.Access;

/// <param name="Name">For the record.</param>
/// <param name="ByCookie">Known by a session's cookie, which browsers send on their own: its changes need proof of intent.</param>
internal sealed record Caller(string Name, bool ByCookie);
