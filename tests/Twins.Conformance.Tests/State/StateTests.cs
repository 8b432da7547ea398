namespace Twins.Conformance.Tests.State;

public sealed class StateTests(GrainEngineFixture engine) : ConformanceTests(engine)
{
    [Fact]
    public async Task State_NeverStored_IsNewAndHasNoEtag()
    {
        var view = await NewGrain<ILedgerGrain>().Read();

        Assert.Equal(0, view.State.Balance);
        Assert.False(view.IsStored);
        Assert.Null(view.Etag);
    }

    [Fact]
    public async Task State_Stored_IsThereInTheNextActivation_WithItsAnnotatedMembersOnly()
    {
        var grain = NewGrain<ILedgerGrain>();
        await grain.Enter(new Entry("first", 5));
        await grain.Enter(new Entry("second", -2));
        await grain.Save();

        var view = await InNextActivation(grain);

        Assert.True(view.IsStored);
        Assert.Equal(3, view.State.Balance);
        Assert.Equal(new[] { new Entry("first", 5), new Entry("second", -2) }, view.State.Entries.ToArray());
        Assert.Equal("", view.State.Note);
    }

    [Fact]
    public async Task State_NotStored_IsLostWithTheActivation()
    {
        var grain = NewGrain<ILedgerGrain>();
        await grain.Enter(new Entry("first", 5));

        Assert.Equal(0, (await InNextActivation(grain)).State.Balance);
    }

    [Fact]
    public async Task State_ReadAgain_IsWhatIsStored()
    {
        var grain = NewGrain<ILedgerGrain>();
        await grain.Enter(new Entry("first", 5));
        await grain.Save();
        await grain.Enter(new Entry("second", 5));

        await grain.Reload();

        Assert.Equal(5, (await grain.Read()).State.Balance);
    }

    [Fact]
    public async Task State_Cleared_IsNew()
    {
        var grain = NewGrain<ILedgerGrain>();
        await grain.Enter(new Entry("first", 5));
        await grain.Save();

        await grain.Clear();

        var view = await InNextActivation(grain);
        Assert.Equal(0, view.State.Balance);
        Assert.False(view.IsStored);
    }

    [Fact]
    public async Task State_WrittenTwice_ChangesItsEtag()
    {
        var grain = NewGrain<ILedgerGrain>();
        await grain.Save();
        var first = (await grain.Read()).Etag;

        await grain.Enter(new Entry("first", 1));
        await grain.Save();

        Assert.NotEqual(first, (await grain.Read()).Etag, StringComparer.Ordinal);
    }

    [Fact]
    public async Task State_WrittenByAnotherSinceItWasRead_IsNotOverwritten()
    {
        var grain = NewGrain<ITwinLedgersGrain>();
        await grain.SaveFirst(1);

        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => grain.SaveSecond(2));

        Assert.Equal("overtaken", failure.Message);
        Assert.Equal(1, await grain.SecondBalance());
    }

    private static async Task<LedgerView> InNextActivation(ILedgerGrain grain)
    {
        var before = (await grain.Read()).Activation;
        await grain.Forget();
        await Eventually(true, async () => (await grain.Read()).Activation != before);
        return await grain.Read();
    }
}
