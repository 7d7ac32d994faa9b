using System.Text.Json;
using Belfry.Server.JobFiles;
using Belfry.Server.Output;

namespace Belfry.Server.Tests;

public sealed class YamlWriterTests
{
    [Theory]
    [InlineData("""{"a":1,"b":[],"c":{},"d":null,"e":true,"f":1.10}""")]
    [InlineData("""{"text":"plain words","quoted":"on","empty":"","spaces":" x ","colon":"a: b","dash":"- x","hash":"a #b"}""")]
    [InlineData("""{"list":[{"a":1,"b":[1,2]},{"c":{"d":"e"}},[1,[2]],"x",[]]}""")]
    [InlineData("""{"lines":"one\ntwo\n","noEnd":"one\ntwo","blank":"one\n\ntwo\n","lead":" one\ntwo","tail":"one\n\n","cr":"a\r\nb"}""")]
    [InlineData("""{"odd keys: yes":1,"no":2,"":3}""")]
    [InlineData("""{"numbers":"08","version":"1.10","date":"2026-12-01","null":"null","tilde":"~","star":"*","at":"@daily"}""")]
    [InlineData("""{"unicode":"é ☃ 😀","control":"\u0001\u007f\u2028","tab":"a\tb"}""")]
    public void What_is_written_reads_back_the_same(string json)
    {
        using var text = new StringWriter();
        YamlWriter.Write(text, JsonElement.Parse(json));
        var read = YamlDocument.Parse(text.ToString(), "written").Root;
        JsonElement.DeepEquals(JsonSerializer.SerializeToElement(read), JsonElement.Parse(json)).ShouldBeTrue(text.ToString());
    }
}
