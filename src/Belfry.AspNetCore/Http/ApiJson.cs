using System.Text.Json;
using System.Text.Json.Serialization;
using Belfry.Jobs;
using Belfry.Runs;
using Belfry.Storage;
using Microsoft.AspNetCore.Http;

namespace Belfry.AspNetCore.Http;

/// <summary>How answers are written: camelCase, instants in UTC, durations and words as everywhere in Belfry.</summary>
internal static class ApiJson
{
    public static JsonSerializerOptions Options { get; } = Create();

    public static IResult Ok<T>(T body) => Result(body, StatusCodes.Status200OK);

    public static IResult Result<T>(T body, int status, string? contentType = null) =>
        Results.Json(body, Options, contentType, status);

    /// <summary>A page of a list, as every list is answered.</summary>
    public static IResult Page<T>(IEnumerable<T> items, string? next = null) => Ok(new Page<T>([.. items], next));

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new DurationConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower));
        return options;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            InstantText.TryParse(reader.GetString(), out var instant) ? instant : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(InstantText.Write(value));
    }

    private sealed class DurationConverter : JsonConverter<TimeSpan>
    {
        public override TimeSpan Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            DurationText.TryParse(reader.GetString(), out var duration) ? duration : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
            writer.WriteStringValue(DurationText.Write(value, DurationForm.Iso));
    }
}
