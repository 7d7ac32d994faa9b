using System.Globalization;
using Belfry.Policies;

namespace Belfry.Jobs;

internal static class ExpectRules
{
    private const int MostNumbers = 50;

    public static IEnumerable<JobProblem> Problems(JobDefinition job) => job.Expect is not { } expect ? [] :
    [
        .. JobValidation.Of("expect", expect.IsNone ? "expects nothing; write max: 10m, or numbers: {rows: {min: 1}}, or leave it out." : null),
        .. Length("expect.min", expect.Min, TimeSpan.FromMilliseconds(1)),
        .. Length("expect.max", expect.Max, TimeSpan.FromMilliseconds(1)),
        .. Length("expect.atMostEvery", expect.AtMostEvery, TimeSpan.FromSeconds(1)),
        .. JobValidation.Of("expect.max", expect.Max < expect.Min
            ? $"is {Short(expect.Max.Value)}, less than expect.min, which is {Short(expect.Min.Value)}; no run can keep both." : null),
        .. JobValidation.Of("expect.max", job.Timeout <= expect.Max
            ? $"is {Short(expect.Max.Value)}, and no run lives longer than its timeout of {Short(job.Timeout.Value)}; make it smaller." : null),
        .. JobValidation.Of("expect.numbers", expect.Numbers.Count > MostNumbers
            ? $"has {expect.Numbers.Count:N0} entries; at most {MostNumbers} are allowed." : null),
        .. expect.Numbers.SelectMany(number => Number(number.Key, number.Value)),
    ];

    private static IEnumerable<JobProblem> Number(string name, NumberBounds bounds)
    {
        string path = $"expect.numbers.{JsonReading.Short(name)}";
        return
        [
            .. JobValidation.Of(path, RunNumbers.NameProblem(name) is { } wrong ? $"has a name that {wrong}" : null),
            .. JobValidation.Of(path, bounds is { Min: null, Max: null } ? "bounds nothing; write min, max or both." : null),
            .. JobValidation.Of($"{path}.max", bounds.Max < bounds.Min
                ? string.Create(CultureInfo.InvariantCulture, $"is {bounds.Max}, less than min, which is {bounds.Min}.") : null),
        ];
    }

    private static IEnumerable<JobProblem> Length(string path, TimeSpan? value, TimeSpan least) =>
        JobValidation.Of(path, value is { } length ? JobValidation.Length(length, least, JobValidation.LongestWait) : null);

    private static string Short(TimeSpan duration) => DurationText.Write(duration, DurationForm.Short);
}
