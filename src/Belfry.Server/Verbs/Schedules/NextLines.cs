using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Belfry.Schedules;
using Belfry.Server.CommandLine;

namespace Belfry.Server.Verbs.Schedules;

/// <summary>
/// Answers JSON lines in order. Whatever is complete in the input is answered before more is read, so that a program may
/// ask and wait, and a long file goes through in large pieces.
/// </summary>
internal sealed class NextLines(ScheduleOptions standard, DateTimeOffset after, int count)
{
    private const int Piece = 128 * 1024;
    private const int LongestLine = 8 * Piece;

    private readonly ArrayBufferWriter<byte> answers = new(Piece);
    private readonly DateTimeOffset[] fires = new DateTimeOffset[256];

    public void Run(Stream input, Stream output, CancellationToken cancellation)
    {
        byte[] buffer = new byte[Piece];
        int held = 0;
        using var json = new Utf8JsonWriter(answers, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        for (int read = -1; read != 0 && !cancellation.IsCancellationRequested;)
        {
            if (held == buffer.Length)
            {
                Array.Resize(ref buffer, Longer(buffer.Length));
            }

            read = input.Read(buffer, held, buffer.Length - held);
            held += read;
            int complete = read == 0 ? held : buffer.AsSpan(0, held).LastIndexOf((byte)'\n') + 1;
            AnswerAll(buffer.AsSpan(0, complete), json, output);
            Flush(output);
            buffer.AsSpan(complete, held - complete).CopyTo(buffer);
            held -= complete;
        }
    }

    private static int Longer(int length) => length < LongestLine
        ? length * 2
        : throw new Failure(Exit.Usage, $"a line is longer than {LongestLine:N0} bytes.", "The input is JSON lines: one object a line.");

    private void AnswerAll(ReadOnlySpan<byte> lines, Utf8JsonWriter json, Stream output)
    {
        while (lines.Length > 0)
        {
            int end = lines.IndexOf((byte)'\n');
            var line = (end < 0 ? lines : lines[..end]).Trim(" \t\r"u8);
            lines = end < 0 ? [] : lines[(end + 1)..];
            if (line.Length > 0)
            {
                Answer(line, json);
            }

            if (answers.WrittenCount > Piece / 2)
            {
                Flush(output);
            }
        }
    }

    private void Answer(ReadOnlySpan<byte> line, Utf8JsonWriter json)
    {
        var request = NextRequest.Read(line, standard, after, count);
        json.Reset(answers);
        json.WriteStartObject();
        json.WritePropertyName("id"u8);
        json.WriteRawValue(request.Id.Length == 0 ? "null"u8 : request.Id, skipInputValidation: true);
        var error = request.Error;
        if (error is null && Schedule.TryParse(request.Text, request.Options, out var schedule, out error))
        {
            json.WriteStartArray("next"u8);
            WriteFires(schedule, request.After, request.Count, json);
            json.WriteEndArray();
        }
        else
        {
            WriteError(error!, json);
        }

        json.WriteEndObject();
        json.Flush();
        answers.Write("\n"u8);
    }

    private void WriteFires(Schedule schedule, DateTimeOffset from, int left, Utf8JsonWriter json)
    {
        while (left > 0)
        {
            var room = fires.AsSpan(0, Math.Min(left, fires.Length));
            int found = schedule.Enumerate(from, room);
            foreach (var due in room[..found])
            {
                json.WriteStringValue(due.UtcDateTime);
            }

            if (found < room.Length)
            {
                return;
            }

            left -= found;
            from = room[^1];
        }
    }

    private static void WriteError(ScheduleError error, Utf8JsonWriter json)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, error.Code);
        json.WriteString("field"u8, error.Field);
        json.WriteNumber("position"u8, error.Position);
        json.WriteNumber("length"u8, error.Length);
        json.WriteString("token"u8, error.Token);
        json.WriteString("expected"u8, error.Expected);
        json.WriteString("hint"u8, error.Hint);
        json.WriteString("message"u8, error.Message);
        json.WriteEndObject();
    }

    private void Flush(Stream output)
    {
        output.Write(answers.WrittenSpan);
        output.Flush();
        answers.ResetWrittenCount();
    }
}
