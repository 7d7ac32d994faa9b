using Belfry.Hosting;
using Belfry.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Belfry.Tests.Hosting;

public sealed class HandlersTests
{
    private readonly Scene scene = new();

    [Fact]
    public async Task A_class_gets_its_services_and_its_steps_in_order()
    {
        await scene.Run(Handlers.OfClass<Steps>());
        scene.Told.ShouldBe(["made", "set-up", "run", "tear-down", "disposed"]);
    }

    [Fact]
    public async Task Each_attempt_has_an_instance_and_a_scope_of_its_own()
    {
        var handler = Handlers.OfClass<Scoped>();
        await scene.Run(handler);
        await scene.Run(handler);
        scene.Told.Distinct().Count().ShouldBe(2);
    }

    [Fact]
    public async Task A_set_up_that_throws_skips_the_rest_and_fails_the_attempt()
    {
        scene.Fail.Add("set-up");
        (await Should.ThrowAsync<InvalidOperationException>(scene.Run(Handlers.OfClass<Steps>()))).Message.ShouldBe("set-up");
        scene.Told.ShouldBe(["made", "set-up", "disposed"]);
    }

    [Fact]
    public async Task A_body_that_throws_is_torn_down_and_fails_the_attempt()
    {
        scene.Fail.Add("run");
        (await Should.ThrowAsync<InvalidOperationException>(scene.Run(Handlers.OfClass<Steps>()))).Message.ShouldBe("run");
        scene.Told.ShouldBe(["made", "set-up", "run", "tear-down", "disposed"]);
    }

    [Fact]
    public async Task A_tear_down_that_throws_fails_an_attempt_that_had_succeeded()
    {
        scene.Fail.Add("tear-down");
        (await Should.ThrowAsync<InvalidOperationException>(scene.Run(Handlers.OfClass<Steps>()))).Message.ShouldBe("tear-down");
        scene.Told[^1].ShouldBe("disposed");
    }

    [Fact]
    public async Task The_error_of_the_body_stands_against_that_of_the_tear_down_which_is_logged()
    {
        scene.Fail.UnionWith(["run", "tear-down"]);
        (await Should.ThrowAsync<InvalidOperationException>(scene.Run(Handlers.OfClass<Steps>()))).Message.ShouldBe("run");
        scene.Output.ShouldContain("Tear-down failed too: System.InvalidOperationException: tear-down");
    }

    [Fact]
    public async Task A_class_whose_service_is_missing_fails_its_attempt() =>
        (await Should.ThrowAsync<InvalidOperationException>(scene.Run(Handlers.OfClass<Lost>()))).Message.ShouldContain("Unknown");

    [Fact]
    public async Task A_delegate_gets_services_the_context_and_the_token()
    {
        using var stop = new CancellationTokenSource();
        await scene.Run(
            Handlers.OfDelegate(Task (CancellationToken token, Scene told, JobContext run) =>
            {
                told.Told.Add($"{run.Job} {token == stop.Token}");
                return Task.CompletedTask;
            }),
            stop.Token);
        scene.Told.ShouldBe(["report True"]);
    }

    [Fact]
    public async Task A_delegate_may_answer_nothing_a_task_or_a_value_task()
    {
        await scene.Run(Handlers.OfDelegate((Scene told) => told.Told.Add("nothing") ));
        await scene.Run(Handlers.OfDelegate(async (Scene told) =>
        {
            await Task.Yield();
            told.Told.Add("task");
        }));
        await scene.Run(Handlers.OfDelegate(async ValueTask (Scene told) =>
        {
            await Task.Yield();
            told.Told.Add("value task");
        }));
        scene.Told.ShouldBe(["nothing", "task", "value task"]);
    }

    [Fact]
    public async Task A_delegate_that_throws_fails_with_its_own_exception()
    {
        await Should.ThrowAsync<TimeoutException>(scene.Run(Handlers.OfDelegate(void () => throw new TimeoutException())));
        await Should.ThrowAsync<TimeoutException>(scene.Run(Handlers.OfDelegate(async () =>
        {
            await Task.Yield();
            throw new TimeoutException();
        })));
    }

    [Fact]
    public void A_delegate_that_answers_something_else_is_refused() =>
        Should.Throw<ArgumentException>(() => Handlers.OfDelegate(() => 7)).Message.ShouldContain("not Int32");

    private sealed class Steps : IJob, IAsyncDisposable
    {
        private readonly Scene scene;

        public Steps(Scene scene)
        {
            this.scene = scene;
            scene.Step("made");
        }

        public Task SetUpAsync(JobContext run, CancellationToken cancellation) => scene.Step("set-up");

        public Task RunAsync(JobContext run, CancellationToken cancellation) => scene.Step("run");

        public Task TearDownAsync(JobContext run, CancellationToken cancellation) => scene.Step("tear-down");

        public async ValueTask DisposeAsync() => await scene.Step("disposed");
    }

    private sealed class Scoped(Scene scene, Token token) : IJob
    {
        public Task RunAsync(JobContext run, CancellationToken cancellation) => scene.Step(token.Id.ToString());
    }

    private sealed class Lost(Unknown unknown) : IJob
    {
        public Task RunAsync(JobContext run, CancellationToken cancellation) => Task.FromResult(unknown);
    }

    private sealed class Unknown;

    internal sealed class Token
    {
        public Guid Id { get; } = Guid.NewGuid();
    }
}
