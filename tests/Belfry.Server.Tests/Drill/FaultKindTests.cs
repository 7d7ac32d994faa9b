using Belfry.Server.CommandLine;
using Belfry.Server.Drill.Faults;

namespace Belfry.Server.Tests.Drill;

public sealed class FaultKindTests
{
    [Fact]
    public void Kinds_are_words_separated_by_commas() =>
        FaultKinds.Parse("kill, lose-reply,kill").ShouldBe([FaultKind.Kill, FaultKind.LoseReply]);

    [Fact]
    public void An_unknown_kind_is_refused_with_the_one_that_was_meant()
    {
        var refused = Should.Throw<Failure>(() => FaultKinds.Parse("kil"));
        refused.Exit.ShouldBe(Exit.Usage);
        refused.Means.ShouldBe("Did you mean kill?");
    }

    [Fact]
    public void Every_kind_has_a_word() =>
        Enum.GetValues<FaultKind>().Except([FaultKind.Outside]).Select(kind => kind.Word()).ShouldBe(FaultKinds.All);
}
