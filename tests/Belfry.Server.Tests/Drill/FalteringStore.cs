using System.Reflection;
using Belfry.Storage;

namespace Belfry.Server.Tests.Drill;

/// <summary>
/// A store whose server ends sessions: the first call of each method never arrives, and the answer to the second is lost. Then
/// all is well until it falters again.
/// </summary>
public class FalteringStore : DispatchProxy
{
    private object inner = null!;
    private Dictionary<string, int> calls = null!;

    /// <param name="calls">How often each method was called; emptied, it falters again.</param>
    public static T Of<T>(T inner, Dictionary<string, int> calls)
        where T : class
    {
        var store = Create<T, FalteringStore>();
        ((FalteringStore)(object)store).inner = inner;
        ((FalteringStore)(object)store).calls = calls;
        return store;
    }

    protected override object? Invoke(MethodInfo? method, object?[]? args)
    {
        object? Call() => method!.Invoke(inner, args);
        return method!.ReturnType switch
        {
            var type when type == typeof(IJobs) => Of((IJobs)Call()!, calls),
            var type when type == typeof(IRuns) => Of((IRuns)Call()!, calls),
            var type when type == typeof(IQueries) => Of((IQueries)Call()!, calls),
            var type when type == typeof(ValueTask) => Faltering(method.Name, async () =>
            {
                await (ValueTask)Call()!;
                return true;
            }).AsUntyped(),
            { IsGenericType: true } type when type.GetGenericTypeDefinition() == typeof(ValueTask<>) =>
                typeof(FalteringStore).GetMethod(nameof(Answering), BindingFlags.Instance | BindingFlags.NonPublic)!
                    .MakeGenericMethod(type.GenericTypeArguments[0]).Invoke(this, [method.Name, (Func<object?>)Call]),
            _ => Call(),
        };
    }

    private ValueTask<T> Answering<T>(string method, Func<object?> call) => Faltering(method, async () => await (ValueTask<T>)call()!);

    private async ValueTask<T> Faltering<T>(string method, Func<Task<T>> call)
    {
        int times = Count(method);
        if (times == 1)
        {
            throw new StoreUnavailableException($"{method} did not arrive");
        }

        var answer = await call();
        return times == 2 ? throw new StoreUnavailableException($"the answer to {method} was lost") : answer;
    }

    private int Count(string method)
    {
        lock (calls)
        {
            return calls[method] = calls.GetValueOrDefault(method) + 1;
        }
    }
}

internal static class Untyped
{
    public static ValueTask AsUntyped<T>(this ValueTask<T> answer) => new(answer.AsTask());
}
