using Twins.OperatorConsole.Commands;

namespace Twins.OperatorConsole.Tests.Commands;

public sealed class SetpointEntryTests
{
    [Theory]
    [InlineData("-50", -50.0)]
    [InlineData("\u221250", -50.0)]
    [InlineData(" 12,5 ", 12.5)]
    [InlineData("1e3", 1000.0)]
    [InlineData("", null)]
    [InlineData("fifty", null)]
    [InlineData("1.000,5", null)] // two separators: nobody knows what was meant
    [InlineData("NaN", null)]
    [InlineData("1e999", null)]
    public void ParseNumber_AsPeopleType_IsTheNumberOrNothing(string text, double? number) => Assert.Equal(number, SetpointEditor.ParseNumber(text));
}
