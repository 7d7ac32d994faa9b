using System.Diagnostics.CodeAnalysis;
using Belfry.Schedules.Fires;
using Belfry.Schedules.Forms;
using Belfry.Schedules.Lints;
using Belfry.Schedules.Texts;
using Belfry.Schedules.Words;

namespace Belfry.Schedules;

/// <summary>
/// When something fires: one text form, <c>TEXT [in ZONE]</c>, for cron, intervals, daily, weekly, monthly and yearly times, single
/// instants, recurrence rules, dependencies and manual starts. Immutable and safe for concurrent use.
/// </summary>
/// <remarks>
/// A schedule is a set of instants in whole seconds from 1970 to 9999; <see cref="Next"/>, <see cref="Previous"/> and
/// <see cref="Count"/> are queries on that set, so that answers do not depend on from where one asks and no clock is read.
/// The set is built in this order: what the text says, the window (<see cref="ScheduleOptions.Start"/> and <c>End</c>), the calendars.
/// Jitter delays a start and is never part of the set.
/// </remarks>
public sealed class Schedule : IEquatable<Schedule>
{
    private readonly ScheduleForm _form;
    private readonly Binding _binding;
    private readonly FireSet _fires;

    private Schedule(ScheduleForm form, Binding binding)
    {
        _form = form;
        _binding = binding;
        _fires = form.Fires(binding);
    }

    public ScheduleKind Kind => _form.Kind;

    /// <summary>The IANA id of the zone whose clocks the schedule follows.</summary>
    public string Zone => _binding.Zone.Id;

    /// <summary>The settings beside the text, as given to <see cref="Parse"/>.</summary>
    public ScheduleOptions Options => _binding.Options;

    /// <summary>One sentence for a person, in English, without a full stop. Never says more than is true.</summary>
    public string Words => Wording.Sentence(_form, _binding, NeverFires);

    /// <summary>The clock should start it, but no instant is in the set. Manual, dependent and start-up schedules are not meant.</summary>
    public bool NeverFires => _form.IsTimed && _fires.Next(long.MinValue) == FireSet.NoneAfter;

    /// <summary>The jobs after which this one runs; empty unless <see cref="Kind"/> is <see cref="ScheduleKind.After"/>.</summary>
    public IReadOnlyList<string> After => _form is AfterForm after ? after.Names : [];

    /// <summary>Reads a schedule text.</summary>
    /// <exception cref="ScheduleException">The text, its zone or the options are wrong; says where and why.</exception>
    public static Schedule Parse(string text, ScheduleOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, options, out var schedule, out var error) ? schedule : throw new ScheduleException(error);
    }

    /// <summary>Reads a schedule text without throwing, in time linear in its length.</summary>
    public static bool TryParse(
        string? text, ScheduleOptions? options, [NotNullWhen(true)] out Schedule? schedule, [NotNullWhen(false)] out ScheduleError? error)
    {
        schedule = ScheduleText.TryParse(text ?? "", options ?? ScheduleOptions.Default, out var form, out var binding, out error)
            ? new Schedule(form, binding)
            : null;
        return schedule is not null;
    }

    /// <summary>The least instant of the set that is later than <paramref name="after"/>, in UTC; null if there is none. Allocates nothing.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        var due = _fires.Next(after.ToUnixTimeSeconds());
        return due > Civil.LastSecond ? null : DateTimeOffset.FromUnixTimeSeconds(due);
    }

    /// <summary>The greatest instant of the set that is earlier than <paramref name="before"/>, in UTC; null if there is none. Allocates nothing.</summary>
    public DateTimeOffset? Previous(DateTimeOffset before)
    {
        var seconds = before.ToUnixTimeSeconds();
        var due = _fires.Previous(before.UtcTicks % TimeSpan.TicksPerSecond == 0 ? seconds : seconds + 1);
        return due == FireSet.NoneBefore ? null : DateTimeOffset.FromUnixTimeSeconds(due);
    }

    /// <summary>Fills <paramref name="into"/> with the fires that follow <paramref name="after"/>, ascending.</summary>
    /// <returns>How many there were; less than the length only when the set ends.</returns>
    public int Enumerate(DateTimeOffset after, Span<DateTimeOffset> into)
    {
        var due = after.ToUnixTimeSeconds();
        for (var n = 0; n < into.Length; n++)
        {
            due = _fires.Next(due);
            if (due > Civil.LastSecond)
                return n;
            into[n] = DateTimeOffset.FromUnixTimeSeconds(due);
        }
        return into.Length;
    }

    /// <summary>How many fires lie in (<paramref name="after"/>, <paramref name="until"/>], counted no further than <paramref name="limit"/>.</summary>
    /// <remarks>At once for intervals without calendars; otherwise in time linear in the answer.</remarks>
    public long Count(DateTimeOffset after, DateTimeOffset until, long limit) =>
        _fires.Count(after.ToUnixTimeSeconds(), until.ToUnixTimeSeconds(), limit);

    /// <summary>How long to delay the start of a fire: the same for the same key and instant, everywhere and always.</summary>
    /// <returns>From zero to <see cref="ScheduleOptions.Jitter"/>, and at least a second short of the next fire, so that order is kept.</returns>
    public TimeSpan JitterOf(DateTimeOffset due)
    {
        if (Options.Jitter <= TimeSpan.Zero)
            return TimeSpan.Zero;
        var nominal = due.ToUnixTimeSeconds();
        var next = _fires.Next(nominal);
        var room = next == FireSet.NoneAfter ? Options.Jitter : TimeSpan.FromSeconds(next - nominal - 1);
        return Jitter.Of(Options.Seed ?? ToString(), nominal, room < Options.Jitter ? room : Options.Jitter);
    }

    /// <summary>A fire as a person reads it: on the clocks of the zone, and with a note where an offset change moved or doubled it.</summary>
    /// <param name="due">An instant of the set.</param>
    public ScheduleFire Describe(DateTimeOffset due)
    {
        var seconds = due.ToUnixTimeSeconds();
        var offset = _binding.Zone.OffsetAt(seconds);
        return new(due.ToUniversalTime(), Wall.Time(seconds + offset), TimeSpan.FromSeconds(offset), _fires.Note(seconds));
    }

    /// <summary>What is valid but often not meant, such as days that some months do not have.</summary>
    /// <param name="now">From where to look for fires that meet an offset change, two years ahead.</param>
    public IReadOnlyList<ScheduleWarning> Lint(DateTimeOffset now) => ScheduleLints.Of(this, _form, now);

    /// <summary>The fires that an offset change of the zone moves or doubles, ascending; at most 1,000.</summary>
    public IReadOnlyList<ScheduleFire> Transitions(DateTimeOffset from, int years) => OffsetChanges.Fires(this, _binding.Zone, from, years);

    /// <summary>The canonical text, with the zone unless it is UTC. Parsing it under the same options gives an equal schedule.</summary>
    public override string ToString() =>
        Zone == "UTC" && Options.Zone is null or "UTC" ? _form.Text : _form.Text + " in " + Zone;

    /// <summary>The same canonical text, zone and options.</summary>
    public bool Equals(Schedule? other) =>
        other is not null && Zone == other.Zone && _form.Text == other._form.Text
        && Options with { Calendars = other.Options.Calendars } == other.Options
        && Options.Calendars.SequenceEqual(other.Options.Calendars);

    public override bool Equals(object? obj) => Equals(obj as Schedule);

    public override int GetHashCode() => HashCode.Combine(_form.Text, Zone, Options.Seed);
}
