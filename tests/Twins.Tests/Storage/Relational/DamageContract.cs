using Twins.Storage.Relational;

namespace Twins.Tests.Storage.Relational;

/// <summary>What becomes of damaged records, and of grain state, whichever database holds them.</summary>
public abstract class DamageContract : RelationalStoreContract
{
    private static readonly GrainId Grain = GrainId.Create("site", "industrial");

    [Theory]
    [InlineData("UPDATE commands SET request = '{\"version\":1,\"value\":-69448}'")]
    [InlineData("UPDATE commands SET valid_until = valid_until + 65536")]
    [InlineData("UPDATE command_stages SET state = 'sent' WHERE state = 'verified'")]
    [InlineData("UPDATE command_stages SET time = time - 1 WHERE number = 0")]
    [InlineData("DELETE FROM command_stages WHERE number = 1")]
    public async Task FindOpenAsync_DamagedCommand_IsQuarantinedOnceAndNamed(string damage)
    {
        var command = Samples.Command();
        var sound = Samples.Command("industrial/pv-1");
        await Opened.Commands.AddAsync(command);
        await Opened.Commands.AppendAsync(command.Id, "verified", isOpen: true, [Samples.Stage("verified", 1)]);
        await Opened.ExecuteAsync(damage);
        await Opened.Commands.AddAsync(sound);

        var open = await Opened.Commands.FindOpenAsync(Samples.Device);
        await ReopenAsync();
        var later = await Opened.Commands.FindOpenAsync(Samples.Device);

        Assert.Empty(open.Commands);
        var damaged = Assert.Single(open.Damaged);
        Assert.Equal($"commands/{command.Id}", damaged.Place);
        Assert.Equal(damaged, Assert.Single(later.Damaged));
        Assert.Empty(Opened.Log.Errors);
        Assert.Single((await Opened.Commands.FindOpenAsync("industrial/pv-1")).Commands);
    }

    [Fact]
    public async Task Command_InQuarantine_IsLoggedOnceAndItsIdStaysTaken()
    {
        var command = Samples.Command();
        await Opened.Commands.AddAsync(command);
        await Opened.ExecuteAsync("UPDATE commands SET point = 'powerSetpoinu'");

        await Assert.ThrowsAsync<DamagedRecordException>(() => Opened.Commands.AppendAsync(command.Id, "sent", isOpen: true, []));
        await Assert.ThrowsAsync<DamagedRecordException>(() => Opened.Commands.FindAsync(command.Id));
        var refusal = await Assert.ThrowsAsync<DamagedRecordException>(() => Opened.Commands.AddAsync(command));

        Assert.StartsWith($"The stored record 'commands/{command.Id}' is damaged: the checksum", refusal.Message, StringComparison.Ordinal);
        Assert.Contains($"commands/{command.Id} is damaged", Assert.Single(Opened.Log.Errors), StringComparison.Ordinal);
        var entry = Assert.Single(await Opened.Quarantine.ListAsync());
        Assert.True(await Opened.Quarantine.AcknowledgeAsync(entry.Number));
        Assert.Empty((await Opened.Commands.FindOpenAsync(Samples.Device)).Damaged);
        await Assert.ThrowsAsync<DamagedRecordException>(() => Opened.Commands.AddAsync(command));
        Assert.False(await Opened.Quarantine.AcknowledgeAsync(entry.Number + 1));
    }

    [Theory]
    [InlineData("UPDATE commands SET is_open = (1 = 0)")]
    [InlineData("UPDATE commands SET device = 'industrial/bess-3'")]
    public async Task InitializeAsync_CommandThatItsDeviceWouldNotFind_IsReported(string damage)
    {
        await Opened.Commands.AddAsync(Samples.Command());
        await Opened.ExecuteAsync(damage);

        await ReopenAsync();

        var open = await Opened.Commands.FindOpenAsync(Samples.Device);
        Assert.Empty(open.Commands);
        Assert.Single(open.Damaged);
        Assert.Single(Opened.Log.Errors);
    }

    [Fact]
    public async Task GrainState_WrittenReadCleared_KeepsAnnotatedMembers()
    {
        var state = new GrainState<SampleState>(new SampleState
        {
            Numbers = [double.NaN, -0.0, 0.1 + 0.2, double.MaxValue, double.NegativeInfinity], Name = "Jürgen 🔋", NotKept = 7,
        });
        await Opened.Grains.WriteStateAsync("plan", Grain, state);
        await ReopenAsync();

        var read = new GrainState<SampleState>();
        await Opened.Grains.ReadStateAsync("plan", Grain, read);
        await Opened.Grains.ReadStateAsync("other", Grain, new GrainState<SampleState>());

        Assert.True(read.RecordExists);
        Assert.Equal(state.ETag, read.ETag);
        Assert.Equal("Jürgen 🔋", read.State!.Name);
        Assert.Equal(state.State!.Numbers.Select(BitConverter.DoubleToInt64Bits), read.State!.Numbers.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(0, read.State!.NotKept);

        await Opened.Grains.ClearStateAsync("plan", Grain, read);
        Assert.False(read.RecordExists);
        Assert.Null(read.ETag);
        await Opened.Grains.ReadStateAsync("plan", Grain, state);
        Assert.False(state.RecordExists);
        Assert.NotNull(state.State);
    }

    [Fact]
    public async Task GrainState_StaleTag_IsInconsistentAndChangesNothing()
    {
        var (first, second) = (new GrainState<SampleState>(new() { Name = "a" }), new GrainState<SampleState>(new() { Name = "b" }));
        await Opened.Grains.WriteStateAsync("plan", Grain, first);

        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => Opened.Grains.WriteStateAsync("plan", Grain, second));
        await Opened.Grains.ReadStateAsync("plan", Grain, second);
        second.State!.Name = "c";
        await Opened.Grains.WriteStateAsync("plan", Grain, second);

        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => Opened.Grains.WriteStateAsync("plan", Grain, first));
        await Assert.ThrowsAsync<Orleans.Storage.InconsistentStateException>(() => Opened.Grains.ClearStateAsync("plan", Grain, first));
        await Opened.Grains.ReadStateAsync("plan", Grain, first);
        Assert.Equal("c", first.State!.Name);
    }

    [Fact]
    public async Task GrainState_ManyWritersOfOneTag_OneWins()
    {
        var states = Enumerable.Range(0, 20).Select(_ => new GrainState<SampleState>(new())).ToList();

        var outcomes = await Task.WhenAll(
            states.Select(state => Record.ExceptionAsync(() => Opened.Grains.WriteStateAsync("plan", Grain, state)).AsTask()));

        Assert.Single(outcomes, outcome => outcome is null);
        Assert.All(outcomes.OfType<Exception>(), outcome => Assert.IsType<Orleans.Storage.InconsistentStateException>(outcome));
    }

    [Theory]
    [InlineData("UPDATE grain_states SET content = '{\"Name\":\"b\"}'")]
    [InlineData("UPDATE grain_states SET key = 'industria1' WHERE key = 'industrial'")]
    public async Task GrainState_Damaged_IsQuarantinedAndReadsAsAbsent(string damage)
    {
        await Opened.Grains.WriteStateAsync("plan", Grain, new GrainState<SampleState>(new() { Name = "a" }));
        await Opened.ExecuteAsync(damage);

        var read = new GrainState<SampleState>();
        await Opened.Grains.ReadStateAsync("plan", Grain, read);
        await Opened.Grains.ReadStateAsync("plan", GrainId.Create("site", "industria1"), new GrainState<SampleState>());

        Assert.False(read.RecordExists);
        Assert.Equal("grain_states", Assert.Single(await Opened.Quarantine.ListAsync("grain_states")).Table);
        Assert.Contains("is damaged", Assert.Single(Opened.Log.Errors), StringComparison.Ordinal);
        await Opened.Grains.WriteStateAsync("plan", Grain, read);
    }

    [Fact]
    public async Task GrainState_OfAnotherShape_IsQuarantined()
    {
        await Opened.Grains.WriteStateAsync("plan", Grain, new GrainState<string[]>(["not an object"]));

        var read = new GrainState<SampleState>();
        await Opened.Grains.ReadStateAsync("plan", Grain, read);

        Assert.False(read.RecordExists);
        Assert.Contains("it is no SampleState", Assert.Single(await Opened.Quarantine.ListAsync()).Reason, StringComparison.Ordinal);
    }
}
