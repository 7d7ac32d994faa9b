using System.Runtime.Versioning;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

// How a cancelled command ends on Linux: politely, then by force, wherever its processes have gone.
[SupportedOSPlatform("linux")]
public sealed class EndingTests : IDisposable
{
    private readonly Scene scene = new();
    private readonly Scene hasty = new() { KillGrace = TimeSpan.FromMilliseconds(100) };

    public void Dispose()
    {
        scene.Dispose();
        hasty.Dispose();
    }

    [Fact]
    public async Task A_command_may_tidy_up_on_SIGTERM_and_its_exit_code_is_kept()
    {
        var result = await Cancelled(scene, "trap 'echo tidied; exit 7' TERM; echo ready; while :; do sleep 0.05; done");

        scene.Output.Stdout.ShouldContain("tidied");
        result.ExitCode.ShouldBe(7);
        result.Error.ShouldBe("cancelled while it ran; it exited with code 7");
    }

    [Fact]
    public async Task A_cancelled_command_that_exits_with_success_has_still_not_succeeded()
    {
        var result = await Cancelled(scene, "trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done");

        result.ExitCode.ShouldBe(0);
        result.Killed.ShouldBeTrue();
        result.Succeeded.ShouldBeFalse();
    }

    [Fact]
    public async Task Children_have_the_whole_grace_even_where_their_shell_ends_at_once()
    {
        var result = await Cancelled(scene, "(trap 'sleep 0.2; echo saved; exit' TERM; echo ready; while :; do sleep 0.05; done) & wait");

        result.Signal.ShouldBe(15);
        scene.Output.Stdout.ShouldContain("saved");
    }

    [Fact]
    public async Task Who_ignores_SIGTERM_is_killed_when_the_grace_is_over()
    {
        var result = await Cancelled(hasty, "trap '' TERM; sleep 60 & echo ready; while :; do sleep 1; done");

        result.Signal.ShouldBe(9);
        result.Error.ShouldBe("cancelled while it ran; ended by SIGKILL (9)");
        hasty.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_left_the_session_is_found_by_its_environment()
    {
        await Cancelled(hasty, "trap '' TERM; setsid sh -c 'sleep 60 & echo grandchild=$!; echo ready; wait' & wait");

        Scene.Lives(hasty.Output.Pid("grandchild")).ShouldBeFalse();
        hasty.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_daemon_that_forked_twice_and_closed_everything_is_found_too()
    {
        await Cancelled(hasty, "(setsid sh -c 'trap \"\" TERM; sleep 60 >&- 2>&- <&- & echo daemon=$!; echo ready' &); sleep 60");

        Scene.Lives(hasty.Output.Pid("daemon")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_child_without_parent_and_environment_is_found_by_its_session_and_has_its_grace()
    {
        string child = "trap 'sleep 0.1; echo saved; exit' TERM; echo ready; while :; do sleep 0.05; done";

        await Cancelled(scene, $"(env -i sh -c \"{child}\" &); sleep 60");

        scene.Output.Stdout.ShouldContain("saved");
    }

    [Fact]
    public async Task A_child_with_a_session_and_an_environment_of_its_own_is_found_by_its_parent_and_not_forgotten_without()
    {
        await Cancelled(hasty, "env -i setsid sh -c 'trap \"\" TERM; echo child=$$; echo ready; exec sleep 60' & wait");

        Scene.Lives(hasty.Output.Pid("child")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_started_in_answer_to_SIGTERM_ends_as_well()
    {
        await Cancelled(hasty, "trap 'setsid sh -c \"trap : TERM; while :; do sleep 1; done\" &' TERM; echo ready; while :; do sleep 0.02; done");

        hasty.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_swarm_that_keeps_forking_is_ended()
    {
        // Each of them replaces itself for ever; the number stays the same, so that the machine survives a failing test.
        string swarm = "trap '' TERM; r() { sleep 0.01; r & }; for i in 1 2 3 4 5 6 7 8; do r & done; echo ready; sleep 60";

        await Cancelled(hasty, swarm);

        hasty.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_later_attempt_of_the_same_run_on_this_host_is_left_alone()
    {
        using var later = new Scene { RunId = scene.RunId, Token = "2" };
        var going = later.Run("echo ready; sleep 60");
        await later.Output.Says("ready");

        await Cancelled(scene, "echo ready; sleep 60");

        going.IsCompleted.ShouldBeFalse();
        later.Survivors().ShouldNotBeEmpty();
        await later.Cancel();
        await going;
    }

    [Fact]
    public async Task A_daemon_that_detached_on_purpose_outlives_a_command_that_ended_by_itself()
    {
        var result = await scene.Run("setsid sleep 60 >/dev/null 2>&1 & echo daemon=$!");

        result.Succeeded.ShouldBeTrue();
        Scene.Lives(scene.Output.Pid("daemon")).ShouldBeTrue();
        await new ProcessFamily([$"BELFRY_RUN_ID={scene.RunId}"]).EndAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);
    }

    [Fact]
    public async Task Twenty_floods_are_capped_and_end_when_they_are_told_to()
    {
        var floods = Enumerable.Range(0, 20).Select(_ => (Scene: new Scene(), Cap: new OutputCap(10_000, 10_000))).ToArray();
        var running = floods.Select(flood => flood.Scene.Run(Scene.Shell("yes"), flood.Cap)).ToArray();
        await Eventually.Holds(() => floods.All(flood => flood.Cap.DroppedBytes > 1_000_000), "every flood runs over its cap");

        await Task.WhenAll(floods.Select(flood => flood.Scene.Cancel()));

        (await Task.WhenAll(running)).ShouldAllBe(result => result.Killed);
        floods.ShouldAllBe(flood => flood.Cap.Finish().Length < 20_100);
        floods.SelectMany(flood => flood.Scene.Survivors()).ShouldBeEmpty();
        Array.ForEach(floods, flood => flood.Scene.Dispose());
    }

    private static async Task<CommandResult> Cancelled(Scene scene, string script)
    {
        var running = scene.Run(script);
        await scene.Output.Says("ready");
        await scene.Cancel();
        var result = await running;
        result.Killed.ShouldBeTrue();
        return result;
    }
}
