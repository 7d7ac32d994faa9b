using System.Diagnostics;
using System.Runtime.Versioning;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

[SupportedOSPlatform("linux")]
public sealed class OrphanedCommandsTests
{
    private readonly string node = Guid.NewGuid().ToString();

    [Fact]
    public async Task The_commands_of_a_dead_node_are_killed_with_all_they_started()
    {
        using var scene = new Scene { Node = node };
        var running = scene.Run("setsid sh -c 'echo one; exec sleep 60' & env -i sh -c 'echo two; exec sleep 60' & wait");
        await Task.WhenAll(scene.Output.Says("one"), scene.Output.Says("two"));

        int killed = await OrphanedCommands.KillAsync(node, TimeProvider.System, CancellationToken.None);

        killed.ShouldBe(3);
        (await running).Signal.ShouldBe(9);
        scene.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_commands_of_other_nodes_on_the_host_go_on()
    {
        using var other = new Scene { Node = node + "-other" };
        var running = other.Run("echo ready; sleep 60");
        await other.Output.Says("ready");

        (await OrphanedCommands.KillAsync(node, TimeProvider.System, CancellationToken.None)).ShouldBe(0);

        running.IsCompleted.ShouldBeFalse();
        await other.Cancel();
        await running;
    }

    [Fact]
    public async Task A_server_that_was_given_its_node_name_as_a_setting_is_not_taken_for_a_command()
    {
        using var server = Process.Start(new ProcessStartInfo("sleep", ["60"]) { Environment = { ["BELFRY_NODE"] = node } })!;

        (await OrphanedCommands.KillAsync(node, TimeProvider.System, CancellationToken.None)).ShouldBe(0);

        server.HasExited.ShouldBeFalse();
        server.Kill();
    }
}
