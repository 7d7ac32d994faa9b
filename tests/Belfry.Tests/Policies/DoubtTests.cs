using Belfry.Policies;

namespace Belfry.Tests.Policies;

public sealed class DoubtTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(7, true)]
    public void A_run_is_doubtful_from_its_second_loss_on(int lost, bool doubtful) => Doubt.IsDoubtful(lost).ShouldBe(doubtful);

    [Fact]
    public void Of_doubtful_runs_the_first_is_taken_and_all_others_stay() =>
        Doubt.Single([0, 2, 1, 3, 2, 0], lost => lost).ShouldBe([0, 2, 1, 0]);

    [Fact]
    public void Beside_a_doubtful_run_none_is_taken()
    {
        Doubt.MostLosses(holdsDoubtful: true).ShouldBe(1);
        Doubt.MostLosses(holdsDoubtful: false).ShouldBe(int.MaxValue);
    }
}
