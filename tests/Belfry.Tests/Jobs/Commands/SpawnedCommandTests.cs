using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

// What only the Linux way of starting a command gives.
[SupportedOSPlatform("linux")]
public sealed class SpawnedCommandTests : IDisposable
{
    private readonly Scene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public async Task A_command_leads_a_session_and_a_group_of_its_own()
    {
        await scene.Run("cut -d ' ' -f 5,6 /proc/$$/stat; echo $$ $$");

        scene.Output.Lines[0].ShouldBe(scene.Output.Lines[1]);
    }

    [Fact]
    public async Task No_signal_is_ignored_or_blocked_although_dotnet_ignores_SIGPIPE()
    {
        File.ReadAllText("/proc/self/status").ShouldMatch("SigIgn:\t0*[1-9a-f]");

        await scene.Run(new CommandSpec { Command = ["grep", "-E", "^Sig(Ign|Blk)", "/proc/self/status"] });

        // Beyond the 31 standard signals are two that glibc keeps to itself.
        scene.Output.Lines.Select(line => Convert.ToUInt64(line.Split('\t')[1], 16) & 0x7fff_ffff).ShouldBe([0, 0]);
    }

    [Fact]
    public async Task The_servers_open_files_are_not_passed_on()
    {
        int leaky = dup(0);     // without O_CLOEXEC

        await scene.Run(new CommandSpec { Command = ["ls", "/proc/self/fd"] });

        close(leaky);
        scene.Output.Lines.ShouldBe(["0", "1", "2", "3"]);      // 3 is the folder that ls reads
    }

    [Fact]
    public async Task A_signal_that_ends_the_command_is_a_failure_and_is_named()
    {
        var result = await scene.Run("kill -SEGV $$");

        result.ExitCode.ShouldBeNull();
        result.Signal.ShouldBe(11);
        result.Succeeded.ShouldBeFalse();
        result.Error.ShouldBe("killed by SIGSEGV (11)");
    }

    [Fact]
    public async Task A_command_out_of_memory_fails_alone()
    {
        var result = await scene.Run("ulimit -v 100000; head -c 300000000 /dev/zero | tail");

        result.Succeeded.ShouldBeFalse();
        scene.Output.Stderr.ShouldContain("memory exhausted");
    }

    [Fact]
    public async Task Processor_time_includes_that_of_awaited_children()
    {
        var result = await scene.Run("sh -c 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done'");

        result.CpuTime.ShouldBeInRange(TimeSpan.FromMilliseconds(10), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task The_kernels_peak_of_memory_is_exact_above_the_servers_own_size()
    {
        long wanted = Process.GetCurrentProcess().PeakWorkingSet64 * 3 / 2;

        // tail keeps the last line whole, and there is only one.
        var result = await scene.Run($"head -c {wanted} /dev/zero | tail | wc -c");

        result.PeakMemoryBytes.ShouldBeInRange(wanted, wanted * 2);
    }

    [Fact]
    public async Task A_small_command_is_not_blamed_for_the_servers_size()
    {
        var result = await scene.Run("sleep 0.2");

        result.PeakMemoryBytes.ShouldBeInRange(100_000, 20_000_000);
    }

    [Fact]
    public async Task While_a_command_runs_the_largest_process_of_its_tree_is_measured()
    {
        var running = scene.Run("echo leader=$$; x=$(head -c 30000000 /dev/zero | tr '\\0' x); (echo ready; sleep 60); :");
        await scene.Output.Says("ready");

        PeakMemory.LargestIn(scene.Output.Pid("leader").ToString(CultureInfo.InvariantCulture)).ShouldBeGreaterThan(30_000_000);
        await scene.Cancel();
        await running;
    }

    [Fact]
    public async Task Two_hundred_commands_at_once_take_no_threads_and_leave_no_zombies()
    {
        var folder = Directory.CreateTempSubdirectory("belfry-commands-");
        string gate = Path.Combine(folder.FullName, "gate");
        await scene.Run(new CommandSpec { Command = ["mkfifo", gate] });
        var scenes = Enumerable.Range(0, 200).Select(_ => new Scene()).ToArray();
        int threadsBefore = Process.GetCurrentProcess().Threads.Count;

        var running = scenes.Select((one, number) =>
            one.Run($"echo self=$$; exec 3<>{gate}; echo ready; read line <&3; exit {number % 100}")).ToArray();
        await Task.WhenAll(scenes.Select(one => one.Output.Says("ready")));
        int threads = Process.GetCurrentProcess().Threads.Count - threadsBefore;
        await scene.Run($"yes '' | head -n 200 > {gate}");
        var results = await Task.WhenAll(running);

        threads.ShouldBeLessThan(50);
        results.Select(result => result.ExitCode).ShouldBe(Enumerable.Range(0, 200).Select(number => (int?)(number % 100)));
        var pids = scenes.Select(one => one.Output.Pid("self")).ToHashSet();
        Scene.Table().ShouldNotContain(entry => pids.Contains(entry.Pid) && entry.Parent == Environment.ProcessId);
        Array.ForEach(scenes, one => one.Dispose());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Processes_that_dotnet_started_keep_their_own_exit_codes()
    {
        var commands = Enumerable.Range(0, 10).Select(async number =>
        {
            using var one = new Scene();
            return (await one.Run($"exit {number}")).ExitCode;
        }).ToArray();
        var others = Enumerable.Range(0, 10).Select(async number =>
        {
            using var process = Process.Start("/bin/sh", ["-c", $"exit {number}"]);
            await process.WaitForExitAsync();
            return (int?)process.ExitCode;
        }).ToArray();

        var expected = Enumerable.Range(0, 10).Select(number => (int?)number).ToArray();
        (await Task.WhenAll(commands)).ShouldBe(expected);
        (await Task.WhenAll(others)).ShouldBe(expected);
    }

    [DllImport("libc")]
    private static extern int dup(int descriptor);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
