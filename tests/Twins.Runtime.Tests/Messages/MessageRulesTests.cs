using System.Reflection;
using System.Reflection.Emit;
using Twins.Testing.Messages;

namespace Twins.Runtime.Tests.Messages;

/// <summary>The rules find what is wrong in this assembly, and nothing else. The types beside this class break them on purpose.</summary>
public sealed class MessageRulesTests
{
    private static readonly IReadOnlyList<string> Findings = MessageRules.Check(typeof(MessageRulesTests).Assembly);

    [Fact]
    public void Member_WithoutId_IsFound() => Assert.Contains(
        "Twins.Runtime.Tests.Messages.Parcel.Label: a member without [Id] is lost.", Findings);

    [Fact]
    public void Members_WithTheSameId_AreFound() => Assert.Contains(
        "Twins.Runtime.Tests.Messages.Clash: One and Other share [Id(0)].", Findings);

    [Fact]
    public void Type_WithoutAnnotation_IsFoundWhereItTravels() => Assert.Contains(
        "IBrokenGrain.Take(bare): Twins.Runtime.Tests.Messages.Bare travels or is stored without [GenerateSerializer].", Findings);

    [Fact]
    public void Message_ThatCanChange_IsFound() => Assert.Contains(
        "IBrokenGrain.Take(list): System.Collections.Generic.List`1[System.Int32] can change after it was sent; an immutable collection cannot.",
        Findings);

    [Fact]
    public void Message_WithoutImmutable_IsFound() => Assert.Contains(
        "Twins.Runtime.Tests.Messages.Clash: a message needs [Immutable] (IBrokenGrain.Take(clash)).", Findings);

    [Fact]
    public void Alias_UsedTwice_IsFound() => Assert.Contains("\"runtime-tests.Spot\" is the alias of more than one type.", Findings);

    [Fact]
    public void Interface_WithoutAlias_IsFound() => Assert.Contains(
        "Twins.Runtime.Tests.Messages.IBrokenGrain: a grain interface needs an [Alias].", Findings);

    [Fact]
    public void SoundTypes_AreNotFound() => Assert.DoesNotContain(
        Findings, finding => finding.Contains(nameof(Shelf), StringComparison.Ordinal) || finding.Contains("Diary", StringComparison.Ordinal)
            && !finding.Contains("IDiaryGrain", StringComparison.Ordinal));

    [Fact]
    public void EmptyAssembly_HasNoFindings() => Assert.Empty(
        MessageRules.Check(AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("Empty"), AssemblyBuilderAccess.Run)));
}
