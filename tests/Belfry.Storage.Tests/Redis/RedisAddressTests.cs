using Belfry.Redis;

namespace Belfry.Storage.Tests.Redis;

public sealed class RedisAddressTests
{
    [Theory]
    [InlineData("redis://cache", "cache", 6379, 0, null, false)]
    [InlineData("redis://cache:7000/3", "cache", 7000, 3, null, false)]
    [InlineData("cache:7000", "cache", 7000, 0, null, false)]
    [InlineData("rediss://:secret@cache.example.org:6380", "cache.example.org", 6380, 0, "secret", true)]
    [InlineData("redis://default:secret@10.0.0.7", "10.0.0.7", 6379, 0, "secret", false)]
    [InlineData("redis://:p%40ss%2Fw%3Ard@cache", "cache", 6379, 0, "p@ss/w:rd", false)]
    [InlineData("redis://:p@ss/w:rd?#%&@cache/1", "cache", 6379, 1, "p@ss/w:rd?#%&", false)]
    [InlineData("redis://:secret@[::1]:7000", "[::1]", 7000, 0, "secret", false)]
    [InlineData("redis://[::1]/2", "[::1]", 6379, 2, null, false)]
    public void Addresses_are_read(string text, string host, int port, int database, string? password, bool tls)
    {
        var address = RedisAddress.Parse(text);
        (address.Host, address.Port, address.Database, address.Password, address.UsesTls)
            .ShouldBe((host, port, database, password, tls));
        address.ToString().ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("", "the host is missing")]
    [InlineData("redis://", "the host is missing")]
    [InlineData("redis://:hush@", "the host is missing")]
    [InlineData("http://cache", "no number of a database")]
    [InlineData("redis://cache:http", "the port")]
    [InlineData("redis://cache:0", "the port")]
    [InlineData("redis://cache:70000", "the port")]
    [InlineData("redis://cache/first", "no number of a database")]
    [InlineData("redis://cache/0?ssl=true", "TLS is rediss://")]
    [InlineData("redis://ana:hush@cache", "a user other than 'default'")]
    public void What_is_wrong_with_an_address_is_said_without_its_password(string text, string expected)
    {
        RedisAddress.TryParse(text, out _, out var problem).ShouldBeFalse();
        problem.ShouldContain(expected);
        problem.ShouldNotContain("hush");
    }

    [Fact]
    public void The_environment_names_a_url_or_its_parts()
    {
        Read(("REDIS_URL", "redis://a"), ("REDIS_HOST", "b")).ShouldBe("redis://a");
        Read(("REDIS_HOST", "b")).ShouldBe("redis://b:6379");
        Read(("REDIS_HOST", "b"), ("REDIS_PORT", "7000"), ("REDIS_PASSWORD", "p@ss/w:rd?#%&")).ShouldBe("redis://:p%40ss%2Fw%3Ard%3F%23%25%26@b:7000");
        RedisAddress.Parse(Read(("REDIS_HOST", "b"), ("REDIS_PASSWORD", "p@ss/w:rd?#%&"))!).Password.ShouldBe("p@ss/w:rd?#%&");
        Read(("REDIS_PASSWORD", "alone")).ShouldBeNull();
    }

    private static string? Read(params (string Name, string Value)[] variables) =>
        RedisAddress.UrlFrom(name => variables.FirstOrDefault(variable => variable.Name == name).Value);
}
