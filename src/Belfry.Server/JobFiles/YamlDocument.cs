using System.Text.Json.Nodes;
using Belfry.Server.CommandLine;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Belfry.Server.JobFiles;

/// <summary>A YAML (or JSON) document as JSON nodes, with the line of every value.</summary>
/// <remarks>
/// Scalars follow the core schema of YAML 1.2: <c>on</c>, <c>no</c> and <c>08</c> are strings. Refused: tags, duplicate keys,
/// several documents, and aliases that unfold to more than <see cref="MostNodes"/> values.
/// </remarks>
internal sealed class YamlDocument
{
    private const int MostNodes = 100_000;
    private const int DeepestNesting = 64;

    private readonly Dictionary<string, long> lines = [];
    private readonly Dictionary<AnchorName, JsonNode?> anchors = [];
    private readonly string name;
    private readonly IParser events;
    private int nodes;

    private YamlDocument(string text, string name)
    {
        this.name = name;
        events = new Parser(new Scanner(new StringReader(text)));
    }

    public JsonNode? Root { get; private set; }

    /// <exception cref="Failure">The text is not YAML; names the line.</exception>
    public static YamlDocument Parse(string text, string name)
    {
        var document = new YamlDocument(text, name);
        try
        {
            document.Read();
        }
        catch (YamlException e)
        {
            throw new Failure(Exit.Usage, $"{name}:{e.Start.Line}: this is not YAML: {Reason(e)}", inner: e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // How the parser itself ends on some texts, such as a list that is never closed, or a tag that is no URI.
            long line = document.events.Current?.End.Line ?? 1;
            throw new Failure(Exit.Usage, $"{name}:{line}: this is not YAML: something behind this line is not closed or not in its place.", inner: e);
        }

        return document;
    }

    /// <summary>Line of a value by its path, such as <c>jobs[3].retry</c>; of the nearest value around it when it is missing.</summary>
    public long LineOf(string path)
    {
        while (true)
        {
            if (lines.TryGetValue(path, out long line))
            {
                return line;
            }

            int cut = path.LastIndexOfAny(['.', '[']);
            if (cut < 0)
            {
                return lines.GetValueOrDefault("", 1);
            }

            path = path[..cut];
        }
    }

    private void Read()
    {
        events.Consume<StreamStart>();
        if (events.TryConsume<DocumentStart>(out _))
        {
            Root = Value("", 0);
            events.Consume<DocumentEnd>();
        }

        if (events.TryConsume<DocumentStart>(out var second))
        {
            throw Refused(second, "a second document begins here; put everything into one");
        }
    }

    private JsonNode? Value(string path, int depth)
    {
        var start = (ParsingEvent)events.Current!;
        lines[path] = start.Start.Line;
        if (++nodes > MostNodes || depth > DeepestNesting)
        {
            throw Refused(start, $"there is too much here: at most {MostNodes:N0} values, {DeepestNesting} deep");
        }

        if (start is AnchorAlias alias)
        {
            events.MoveNext();
            return Unfolded(alias);
        }

        if (start is not NodeEvent node)
        {
            throw Refused(start, "a value is missing here");
        }

        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw Refused(node, $"the type tag {node.Tag.Value} is not read; write the value plainly");
        }

        var value = node switch
        {
            Scalar scalar => Plain(scalar),
            SequenceStart => Sequence(path, depth),
            _ => Mapping(path, depth),
        };
        if (!node.Anchor.IsEmpty)
        {
            anchors[node.Anchor] = value;
        }

        return value;
    }

    private JsonNode? Plain(Scalar scalar)
    {
        events.MoveNext();
        return scalar.Style == ScalarStyle.Plain ? CoreScalar.Resolve(scalar.Value) : JsonValue.Create(scalar.Value);
    }

    private JsonArray Sequence(string path, int depth)
    {
        events.Consume<SequenceStart>();
        var array = new JsonArray();
        while (!events.TryConsume<SequenceEnd>(out _))
        {
            array.Add(Value($"{path}[{array.Count}]", depth + 1));
        }

        return array;
    }

    private JsonObject Mapping(string path, int depth)
    {
        events.Consume<MappingStart>();
        var mapping = new JsonObject();
        while (!events.TryConsume<MappingEnd>(out _))
        {
            if (!events.TryConsume<Scalar>(out var key))
            {
                throw Refused(events.Current!, "a key must be a plain word");
            }

            if (mapping.ContainsKey(key.Value))
            {
                throw Refused(key, $"the key '{key.Value}' stands here twice");
            }

            string inner = path.Length == 0 ? key.Value : $"{path}.{key.Value}";
            mapping.Add(key.Value, Value(inner, depth + 1));
            lines[inner] = key.Start.Line;
        }

        return mapping;
    }

    private JsonNode? Unfolded(AnchorAlias alias)
    {
        if (!anchors.TryGetValue(alias.Value, out var node))
        {
            throw Refused(alias, $"nothing before this line is marked &{alias.Value}");
        }

        nodes += Size(node);
        if (nodes > MostNodes)
        {
            throw Refused(alias, $"the aliases unfold to more than {MostNodes:N0} values");
        }

        return node?.DeepClone();
    }

    private static int Size(JsonNode? node) => node switch
    {
        JsonArray array => 1 + array.Sum(Size),
        JsonObject mapping => 1 + mapping.Sum(member => Size(member.Value)),
        _ => 1,
    };

    private Failure Refused(ParsingEvent where, string why) => new(Exit.Usage, $"{name}:{where.Start.Line}: {why}.");

    // The parser's messages begin with the place, which stands at the front already.
    private static string Reason(YamlException e) =>
        e.Message.IndexOf("): ", StringComparison.Ordinal) is > 0 and var end ? e.Message[(end + 3)..] : e.Message;
}
