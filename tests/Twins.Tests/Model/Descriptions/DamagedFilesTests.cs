using Twins.Adapters;
using Twins.Configuration;

namespace Twins.Tests.Model.Descriptions;

public sealed class DamagedFilesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Load_RandomlyDamagedFiles_GivesACatalogOrErrors(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 100; round++)
        {
            var loaded = SampleFiles.Load(Damage(SampleFiles.Type, random), Damage(SampleFiles.Device, random), Damage(SampleFiles.Site, random));

            Assert.True(loaded.Catalog is null != loaded.Errors.IsEmpty);
            Assert.All(loaded.Errors, error => Assert.True(error is { Line: > 0, Column: > 0, Message.Length: > 0, Fix.Length: > 0 }, error.ToString()));
        }
    }

    [Fact]
    public void Load_AFileBeyondTheBound_SaysHowLongItMayBe()
    {
        var file = new DescriptionFile("types/battery.yaml", new string(' ', (1 << 20) + 1));

        Assert.Equal(
            "types/battery.yaml:1:1: the file has 1048577 characters, more than 1048576 — split it",
            string.Join('\n', SiteConfigurationLoader.Load([file], FieldProtocols.All).Errors));
    }

    private static string Damage(string text, Random random)
    {
        const string Pieces = "{}[]:,-\"'#&*!|>%@`\t\n 0x9aZ~?";
        for (var hit = random.Next(3); hit > 0; hit--)
        {
            var at = random.Next(text.Length);
            text = random.Next(3) switch
            {
                0 => text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at)),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)].ToString()),
                _ => string.Concat(text.AsSpan(0, at), Pieces[random.Next(Pieces.Length)].ToString(), text.AsSpan(at + 1)),
            };
        }

        return text;
    }
}
