using System.Globalization;

namespace Belfry.Simulation;

/// <summary>The command line.</summary>
internal sealed record Arguments
{
    public const string Usage =
        """
        ./test simulation --seeds N [--from M]       plays N seeds, the ones that once failed first
            --within SECONDS    as many of them as fit
        ./test simulation --mutants [--seeds N]      plants each known defect (or only --mutant NAME) and says which seeds see it
        ./test simulation --seed N                   plays one seed again and shrinks it if it fails
            --trace             with its whole history
            --no-shrink         as it is
            --mutant NAME       with a planted defect
            --without A,B       without these classes of faults
            --nodes N --jobs N --chaos SECONDS
        """;

    /// <summary>One history to play; null when many are.</summary>
    public Setting? Setting { get; private init; }
    public bool Trace { get; private init; }
    public bool Shrink { get; private init; } = true;
    public bool Mutants { get; private init; }

    /// <summary>The only one to plant.</summary>
    public Mutant? Mutant { get; private init; }
    public ulong From { get; private init; }
    public int? Seeds { get; private init; }

    /// <summary>No seed begins after this time.</summary>
    public TimeSpan? Within { get; private init; }

    /// <exception cref="ArgumentException">What is wrong with them.</exception>
    public static Arguments Parse(IReadOnlyList<string> args)
    {
        var words = new Queue<string>(args);
        ulong? seed = null;
        Func<Setting, Setting> narrowed = setting => setting;
        var arguments = new Arguments();
        while (words.TryDequeue(out var flag))
        {
            switch (flag)
            {
                case "--seed": seed = Number(flag, words, ulong.MaxValue); break;
                case "--seeds": arguments = arguments with { Seeds = (int)Number(flag, words, int.MaxValue) }; break;
                case "--from": arguments = arguments with { From = Number(flag, words, ulong.MaxValue) }; break;
                case "--within": arguments = arguments with { Within = TimeSpan.FromSeconds(Number(flag, words, 86_400)) }; break;
                case "--trace": arguments = arguments with { Trace = true }; break;
                case "--no-shrink": arguments = arguments with { Shrink = false }; break;
                case "--mutants": arguments = arguments with { Mutants = true }; break;
                case "--mutant":
                    var mutant = Named(Value(flag, words));
                    arguments = arguments with { Mutant = mutant };
                    Narrow(mutant.On);
                    break;
                case "--without": Narrow(Without(Value(flag, words))); break;
                case "--nodes": Narrow(With(Number(flag, words, 20), (setting, n) => setting with { Nodes = n })); break;
                case "--jobs": Narrow(With(Number(flag, words, 100), (setting, n) => setting with { Jobs = n })); break;
                case "--chaos": Narrow(With(Number(flag, words, Setting.LongestChaos), (setting, n) => setting with { Chaos = n })); break;
                default: throw new ArgumentException($"'{flag}' is not known.");
            }
        }

        return arguments with { Setting = seed is { } number ? narrowed(Setting.Of(number)) : null };

        void Narrow(Func<Setting, Setting> change)
        {
            var before = narrowed;
            narrowed = setting => change(before(setting));
        }
    }

    private static Mutant Named(string name) => MutantList.Find(name) ?? throw new ArgumentException(
        $"There is no mutant '{name}'; the mutants are {string.Join(", ", MutantList.All.Select(known => known.Name))}.");

    private static Func<Setting, Setting> Without(string names)
    {
        var faults = names.Split(',').Select(name => Enum.TryParse<Fault>(name, ignoreCase: true, out var fault)
            ? fault
            : throw new ArgumentException(
                $"There is no class of faults '{name}'; the classes are {string.Join(", ", Enum.GetNames<Fault>()).ToLowerInvariant()}."));
        return setting => setting with { Faults = setting.Faults.Except(faults).ToHashSet() };
    }

    private static Func<Setting, Setting> With(ulong number, Func<Setting, int, Setting> change) =>
        setting => change(setting, (int)number);

    private static string Value(string flag, Queue<string> words) =>
        words.TryDequeue(out var value) ? value : throw new ArgumentException($"{flag} needs a value.");

    private static ulong Number(string flag, Queue<string> words, ulong most) =>
        ulong.TryParse(Value(flag, words), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most
            ? number
            : throw new ArgumentException($"{flag} needs a whole number of at most {most}.");
}
