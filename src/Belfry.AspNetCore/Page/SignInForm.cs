namespace Belfry.AspNetCore.Page;

/// <summary>Asks for the key. The script sends it in a header and forgets it; without a script there is the link of the terminal.</summary>
internal static class SignInForm
{
    public static Html Render() => $"""
        <section class="sign-in">
        <h2>Sign in</h2>
        <form id="sign-in">
        <label for="key">API key</label>
        <input id="key" type="password" autocomplete="current-password" required>
        <button type="submit">Sign in</button>
        <p id="refused" role="alert"></p>
        </form>
        <p class="muted">Or open the one-time link that <code>belfry dev</code> prints.</p>
        </section>
        """;
}
