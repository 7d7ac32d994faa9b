using System.Runtime.Versioning;
using System.Text;
using Belfry.Jobs.Commands;

namespace Belfry.Tests.Jobs.Commands;

// What a command may rely on, however the system starts it.
[SupportedOSPlatform("linux")]
public abstract class CommandContract(bool portable) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("belfry-commands-");
    private readonly Scene scene = new(portable) { KillGrace = TimeSpan.FromSeconds(10) };

    public void Dispose()
    {
        scene.Dispose();
        folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Both_streams_and_the_exit_code_are_reported()
    {
        var result = await scene.Run("echo out; echo err >&2; exit 0");

        result.ShouldSatisfyAllConditions(
            () => result.Succeeded.ShouldBeTrue(),
            () => result.ExitCode.ShouldBe(0),
            () => result.Signal.ShouldBeNull(),
            () => result.Killed.ShouldBeFalse(),
            () => result.Error.ShouldBeNull(),
            () => scene.Output.Stdout.ShouldBe("out\n"),
            () => scene.Output.Stderr.ShouldBe("err\n"));
    }

    [Fact]
    public async Task Any_other_exit_code_fails_and_is_named()
    {
        var result = await scene.Run("exit 3");

        result.ExitCode.ShouldBe(3);
        result.Succeeded.ShouldBeFalse();
        result.Error.ShouldBe("exited with code 3");
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(11, true)]
    [InlineData(0, false)]
    [InlineData(13, false)]
    public async Task The_definition_says_which_exit_codes_are_success(int code, bool succeeds)
    {
        var result = await scene.Run(Scene.Shell($"exit {code}") with { Success = [new(3), new(10, 12)] });

        result.Succeeded.ShouldBe(succeeds);
        result.Error.ShouldBe(succeeds ? null : $"exited with code {code}; success is 3, 10-12");
    }

    [Fact]
    public async Task Arguments_arrive_as_written_because_no_shell_reads_them()
    {
        string[] arguments = ["; rm -rf x", "$(id)", "`id`", "a\nb", "--option", "", "*", "ünï → ok", "\"'\\"];

        await scene.Run(new CommandSpec { Command = ["printf", "[%s]", .. arguments] });

        scene.Output.Stdout.ShouldBe(string.Concat(arguments.Select(argument => $"[{argument}]")));
    }

    [Fact]
    public async Task Standard_input_is_the_given_text_to_its_end()
    {
        string text = string.Concat(Enumerable.Repeat("zwölf Boxkämpfer\n", 20_000));

        await scene.Run(Scene.Shell("cat") with { Stdin = text });

        scene.Output.Stdout.Length.ShouldBeGreaterThanOrEqualTo(text.Length);
        scene.Output.Stdout.ShouldEndWith("Boxkämpfer\n");
    }

    [Fact]
    public async Task Without_stdin_the_command_reads_an_empty_input()
    {
        (await scene.Run("cat")).Succeeded.ShouldBeTrue();

        scene.Output.Stdout.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_need_not_read_its_input() =>
        (await scene.Run(Scene.Shell("exit 0") with { Stdin = new string('x', 5_000_000) })).Succeeded.ShouldBeTrue();

    [Fact]
    public async Task The_command_starts_in_its_working_folder()
    {
        await scene.Run(Scene.Shell("pwd -P") with { WorkingDirectory = folder.FullName });

        scene.Output.Stdout.ShouldBe(folder.FullName + "\n");
    }

    [Fact]
    public async Task A_relative_program_counts_from_the_working_folder()
    {
        Script("here.sh", "#!/bin/sh\necho found\n", executable: true);

        await scene.Run(new CommandSpec { Command = ["./here.sh"], WorkingDirectory = folder.FullName });

        scene.Output.Stdout.ShouldBe("found\n");
    }

    [Fact]
    public async Task Own_variables_and_those_of_the_run_are_added_to_the_servers()
    {
        var own = new Dictionary<string, string> { ["LEVEL"] = "full=1 2", ["HOME"] = "/elsewhere" };

        await scene.Run(Scene.Shell("echo \"$LEVEL|$HOME|$BELFRY_RUN_ID|${PATH:+there}\"") with { Environment = own });

        scene.Output.Stdout.ShouldBe($"full=1 2|/elsewhere|{scene.RunId}|there\n");
    }

    [Fact]
    public async Task The_servers_own_Belfry_variables_do_not_leak()
    {
        Environment.SetEnvironmentVariable("BELFRY_SECRET_OF_THESE_TESTS", "postgres://user:password@host/db");

        await scene.Run("env");

        scene.Output.Stdout.ShouldNotContain("BELFRY_SECRET_OF_THESE_TESTS");
        scene.Output.Stdout.ShouldContain("BELFRY_RUN_ID");
    }

    [Fact]
    public async Task A_program_that_is_nowhere_in_PATH_is_told_by_name()
    {
        var result = await scene.Run(new CommandSpec { Command = ["belfry-no-such-program"] });

        result.ExitCode.ShouldBeNull();
        result.Succeeded.ShouldBeFalse();
        result.Error.ShouldStartWith("run.command: cannot start belfry-no-such-program: no program of this name in the server's PATH (/");
    }

    [Fact]
    public async Task A_missing_file_is_told_by_its_full_path()
    {
        var result = await scene.Run(new CommandSpec { Command = ["./gone"], WorkingDirectory = folder.FullName });

        result.Error.ShouldBe($"run.command: cannot start ./gone: there is no {folder.FullName}/gone on this node; install it, or correct the path.");
    }

    [Fact]
    public async Task A_missing_interpreter_is_told_from_a_missing_program()
    {
        string script = Script("script", "#!/no/such/interpreter\n", executable: true);

        (await scene.Run(new CommandSpec { Command = [script] })).Error!.ShouldContain("the interpreter its first line (or its header) names is not");
    }

    [Fact]
    public async Task A_file_that_is_not_executable_is_told_with_the_remedy()
    {
        string script = Script("script", "#!/bin/sh\n", executable: false);

        (await scene.Run(new CommandSpec { Command = [script] })).Error!.ShouldContain("chmod +x");
    }

    [Fact]
    public async Task A_file_that_is_no_program_is_told_with_the_remedy()
    {
        string script = Script("script", "echo no first line\n", executable: true);

        (await scene.Run(new CommandSpec { Command = [script] })).Error!.ShouldContain("#!/bin/sh");
    }

    [Fact]
    public async Task A_missing_working_folder_is_told_by_its_path()
    {
        var result = await scene.Run(Scene.Shell("true") with { WorkingDirectory = "/no/such/folder" });

        result.ExitCode.ShouldBeNull();
        result.Error.ShouldBe("run.workdir: there is no folder /no/such/folder on this node; create it, or correct the path.");
    }

    [Fact]
    public async Task A_definition_with_a_problem_is_never_started()
    {
        var result = await scene.Run(new CommandSpec { Command = ["echo", "a\0b"] });

        result.ExitCode.ShouldBeNull();
        result.Error.ShouldStartWith("run.command[1]: ");
    }

    [Fact]
    public async Task What_was_cancelled_before_is_never_started()
    {
        await scene.Cancel();

        var result = await scene.Run("echo started");

        result.Error.ShouldBe("cancelled before it started");
        scene.Output.Stdout.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_cancelled_command_ends_with_all_of_its_tree()
    {
        var running = scene.Run("(sleep 60 & sleep 60) & sleep 60 & echo ready; wait");
        await scene.Output.Says("ready");

        await scene.Cancel();
        var result = await running;

        result.Killed.ShouldBeTrue();
        result.Succeeded.ShouldBeFalse();
        result.Error.ShouldStartWith("cancelled while it ran");
        scene.Survivors().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_left_behind_with_the_pipes_does_not_hold_up_the_run()
    {
        var result = await scene.Run("sleep 60 & echo child=$!");

        result.Succeeded.ShouldBeTrue();
        Scene.Lives(scene.Output.Pid("child")).ShouldBeTrue();
        await Sweep();
    }

    [Fact]
    public async Task A_process_left_behind_that_never_stops_writing_does_not_hold_up_the_run()
    {
        var result = await scene.Run(Scene.Shell("yes & exit 0"), new CountingSink());

        result.Succeeded.ShouldBeTrue();
        await Sweep();
    }

    [Fact]
    public async Task One_line_of_a_hundred_million_bytes_passes_in_small_pieces()
    {
        var sink = new CountingSink();

        var result = await scene.Run(Scene.Shell("head -c 100000000 /dev/zero; head -c 50000000 /dev/zero >&2"), sink);

        result.Succeeded.ShouldBeTrue();
        sink.Total.ShouldBe(150_000_000);
        sink.LargestPiece.ShouldBeLessThanOrEqualTo(64 * 1024);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_pass_unchanged()
    {
        var cap = new OutputCap(1000, 1000);

        await scene.Run(new CommandSpec { Command = ["printf", "\\000\\377\\200\\r\\n"] }, cap);

        cap.Finish().ShouldBe([0, 255, 128, 13, 10]);
    }

    [Fact]
    public async Task A_sink_that_throws_fails_the_call_but_leaves_no_process() =>
        await Should.ThrowAsync<InvalidOperationException>(scene.Run(Scene.Shell("yes"), new ThrowingSink()));

    private async Task Sweep() =>
        await new ProcessFamily([$"BELFRY_RUN_ID={scene.RunId}"]).EndAsync(TimeSpan.Zero, TimeProvider.System, CancellationToken.None);

    private string Script(string name, string text, bool executable)
    {
        string path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | (executable ? UnixFileMode.UserExecute : 0));
        return path;
    }

    private sealed class CountingSink : IOutputSink
    {
        private long total;

        public long Total => Interlocked.Read(ref total);

        public int LargestPiece { get; private set; }

        public void Write(OutputStream stream, ReadOnlySpan<byte> bytes)
        {
            Interlocked.Add(ref total, bytes.Length);
            LargestPiece = Math.Max(LargestPiece, bytes.Length);
        }
    }

    private sealed class ThrowingSink : IOutputSink
    {
        public void Write(OutputStream stream, ReadOnlySpan<byte> bytes) => throw new InvalidOperationException("full");
    }
}

[SupportedOSPlatform("linux")]
public sealed class SpawnedCommandContract() : CommandContract(portable: false);

[SupportedOSPlatform("linux")]
public sealed class PortableCommandContract() : CommandContract(portable: true);
