using Twins.Text;

namespace Twins.Tests.Model.Text;

public sealed class NearestTests
{
    [Theory]
    [InlineData("activePwer", "activePower")]
    [InlineData("actviePower", "activePower")]
    [InlineData("ACTIVEPOWER", "activePower")]
    [InlineData("activePowers", "activePower")]
    [InlineData("hz", "Hz")]
    [InlineData("colour", null)]
    [InlineData("x", null)]
    public void Find_Misspelt_GivesWhatWasMeant(string text, string? expected) =>
        Assert.Equal(expected, Nearest.Find(text, ["activePower", "voltage", "Hz"]));

    [Theory]
    [InlineData("", "", 0)]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "acb", 1)]
    [InlineData("abc", "", 3)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_CountsEdits(string left, string right, int distance) => Assert.Equal(distance, Nearest.Distance(left, right));

    [Fact]
    public void Propose_NothingNear_ListsTheFirstTwelve() => Assert.Equal(
        "one of: a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, …", Nearest.Propose("colour", Enumerable.Range(1, 13).Select(index => $"a{index}")));

    [Fact]
    public void Propose_NothingToChooseFrom_SaysSo() => Assert.Equal("there is none to choose from", Nearest.Propose("colour", []));
}
