using Belfry.Postgres;
using Belfry.Storage;

namespace Belfry.Storage.Tests.Postgres;

public sealed class PostgresErrorsTests
{
    public static TheoryData<Exception> Broken =>
    [
        new ObjectDisposedException("System.Threading.ManualResetEventSlim"),
        new InvalidOperationException("Connection is not open") { Source = "Npgsql" },
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_connection_that_broke_between_two_steps_is_an_outage_and_no_defect(Exception thrown)
    {
        PostgresErrors.Translate(thrown, "postgres://db").ShouldBeOfType<StoreUnavailableException>().Message.ShouldContain("the connection broke");
        PostgresErrors.LostConnection(thrown).ShouldBeTrue();
    }

    [Fact]
    public void A_defect_of_our_own_stays_one() =>
        PostgresErrors.Translate(new InvalidOperationException("oops"), "postgres://db").ShouldBeOfType<InvalidOperationException>();
}
