using Microsoft.EntityFrameworkCore;
using Twins.Storage.Relational;

namespace Twins.Tests.Storage.Relational;

/// <summary>What commands can rely on, whichever database holds them.</summary>
public abstract class RelationalStoreContract : IAsyncLifetime
{
    private OpenedStore _store = null!;

    /// <summary>A database of this test's own.</summary>
    protected abstract RelationalStorageOptions Options { get; }

    private protected OpenedStore Opened => _store;

    private ICommandStore Commands => _store.Commands;

    public virtual async ValueTask InitializeAsync() => _store = await OpenedStore.OpenAsync(Options);

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = await OpenedStore.OpenAsync(Options);
    }

    [Fact]
    public async Task AddAsync_New_IsFoundAsItWasStored()
    {
        var command = Samples.Command() with
        {
            RequestedAt = new DateTimeOffset(2026, 11, 30, 13, 0, 0, TimeSpan.FromHours(1)),
            ValidUntil = null,
            Stages = [Samples.Stage("requested"), new("authorised", Samples.Start, "it may", """{"n":1}""")],
        };

        var addition = await Commands.AddAsync(command);
        await ReopenAsync();

        Assert.True(addition.Added);
        Samples.AssertSame(command, addition.Command);
        Samples.AssertSame(command, await Commands.FindAsync(command.Id));
        Assert.Null(await Commands.FindAsync(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task AddAsync_KnownId_ChangesNothingAndTellsTheKnownOne()
    {
        var command = Samples.Command();
        await Commands.AddAsync(command);

        var again = await Commands.AddAsync(command with { Device = "other/device", Fingerprint = "f2", Stages = default });

        Assert.False(again.Added);
        Samples.AssertSame(command, again.Command);
        Samples.AssertSame(command, await Commands.FindAsync(command.Id));
    }

    [Fact]
    public async Task AddAsync_SameIdFromManyCallers_IsAddedOnce()
    {
        var command = Samples.Command();

        var additions = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Commands.AddAsync(command)));

        Assert.Single(additions, addition => addition.Added);
        Assert.All(additions, addition => Samples.AssertSame(command, addition.Command));
    }

    [Fact]
    public async Task AddAsync_TooLong_IsRefusedWithTheLimit()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => Commands.AddAsync(Samples.Command() with { Request = new string('x', 1 << 20) }));

        Assert.Contains("1048576 characters", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppendAsync_UntilItsEnd_IsNoLongerOpen()
    {
        var command = Samples.Command();
        await Commands.AddAsync(command);

        await Commands.AppendAsync(command.Id, "sent", isOpen: true, [Samples.Stage("authorised", 1), Samples.Stage("sent", 2)]);
        var open = await Commands.FindOpenAsync(Samples.Device);
        await Commands.AppendAsync(command.Id, "reverted", isOpen: false, [Samples.Stage("reverted", 3, "its lease ended")]);

        Samples.AssertSame(
            command with { State = "sent", Stages = [.. command.Stages, Samples.Stage("authorised", 1), Samples.Stage("sent", 2)] },
            Assert.Single(open.Commands));
        Assert.Empty((await Commands.FindOpenAsync(Samples.Device)).Commands);
        Assert.Equal("its lease ended", (await Commands.FindAsync(command.Id))!.Stages[^1].Reason);
    }

    [Fact]
    public async Task AppendAsync_RepeatedAfterAnUnknownOutcome_StoresEachStageOnce()
    {
        var command = Samples.Command();
        await Commands.AddAsync(command);
        await Commands.AppendAsync(command.Id, "sent", isOpen: true, [Samples.Stage("sent", 1)]);

        await Commands.AppendAsync(command.Id, "verified", isOpen: true, [Samples.Stage("sent", 1), Samples.Stage("verified", 2)]);
        await Commands.AppendAsync(command.Id, "verified", isOpen: true, [Samples.Stage("sent", 1), Samples.Stage("verified", 2)]);

        Assert.Equal(["requested", "sent", "verified"], (await Commands.FindAsync(command.Id))!.Stages.Select(stage => stage.State));
    }

    [Fact]
    public async Task AppendAsync_UnknownId_FailsAloneInItsBatch()
    {
        var command = Samples.Command();
        await Commands.AddAsync(command);

        var appends = Enumerable.Range(1, 20).Select(second => Commands.AppendAsync(command.Id, "sent", isOpen: true, [Samples.Stage("sent", second)]));
        var unknown = Enumerable.Range(1, 20).Select(_ => Commands.AppendAsync(Guid.CreateVersion7(), "sent", isOpen: true, []));
        var all = appends.Concat(unknown).ToList();

        await Task.WhenAll(all.Take(20));
        Assert.All(await Task.WhenAll(all.Skip(20).Select(Record)), exception => Assert.IsType<KeyNotFoundException>(exception));
        Assert.Equal(21, (await Commands.FindAsync(command.Id))!.Stages.Length);

        static async Task<Exception?> Record(Task task) => await Xunit.Record.ExceptionAsync(() => task);
    }

    [Fact]
    public async Task Write_RefusedByTheDatabase_FailsAloneInItsBatch()
    {
        var commands = Enumerable.Range(0, 30).Select(_ => Samples.Command()).ToList();

        var additions = commands.Take(15).Select(command => Commands.AddAsync(command)).ToList();
        var refused = _store.ExecuteAsync("INSERT INTO positions (name, value) VALUES ('no value', NULL)");
        additions.AddRange(commands.Skip(15).Select(command => Commands.AddAsync(command)));

        var refusal = await Assert.ThrowsAsync<StorageException>(() => refused);
        Assert.Contains("refused the record", refusal.Message, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(additions), addition => Assert.True(addition.Added));
        Assert.Equal(30, (await Commands.FindOpenAsync(Samples.Device)).Commands.Length);
    }

    [Fact]
    public async Task FindOpenAsync_SeveralDevices_OwnOnesOldestFirst()
    {
        var (late, early, other) = (Samples.Command(minute: 2), Samples.Command(minute: 1), Samples.Command("industrial/bess-10"));
        await Task.WhenAll(Commands.AddAsync(late), Commands.AddAsync(early), Commands.AddAsync(other));

        var open = await Commands.FindOpenAsync(Samples.Device);

        Assert.Equal([early.Id, late.Id], open.Commands.Select(command => command.Id));
        Assert.Empty(open.Damaged);
    }

    [Fact]
    public async Task Stages_OfManyWriters_HavePositionsInTheOrderOfTheirCommits()
    {
        var first = Samples.Command();
        await Commands.AddAsync(first);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Commands.AddAsync(Samples.Command())));
        await Commands.AppendAsync(first.Id, "sent", isOpen: true, [Samples.Stage("sent", 1)]);
        await ReopenAsync();
        await Commands.AppendAsync(first.Id, "verified", isOpen: true, [Samples.Stage("verified", 2)]);

        var positions = await _store.Store.ReadAsync(
            (context, ct) => context.Stages.OrderBy(stage => stage.Position).Select(stage => new { stage.Position, stage.State }).ToListAsync(ct), default);

        Assert.Equal(Enumerable.Range(1, 53).Select(number => (long)number), positions.Select(stage => stage.Position));
        Assert.Equal(["sent", "verified"], positions.TakeLast(2).Select(stage => stage.State));
    }

    [Fact]
    public async Task Writers_TwoHundredAtOnce_AllAreDurable()
    {
        var commands = Enumerable.Range(0, 200).Select(_ => Samples.Command()).ToList();

        await Task.WhenAll(commands.Select(async command =>
        {
            await Commands.AddAsync(command);
            await Commands.AppendAsync(command.Id, "verified", isOpen: true, [Samples.Stage("sent", 1), Samples.Stage("verified", 2)]);
        }));
        await ReopenAsync();

        var open = await Commands.FindOpenAsync(Samples.Device);
        Assert.Equal(commands.Select(command => command.Id).Order(), open.Commands.Select(command => command.Id).Order());
        Assert.All(open.Commands, command => Assert.Equal(["requested", "sent", "verified"], command.Stages.Select(stage => stage.State)));
    }

    [Fact]
    public async Task DisposeAsync_WithQueuedWrites_StoresThemFirst()
    {
        var additions = Enumerable.Range(0, 100).Select(_ => Commands.AddAsync(Samples.Command())).ToList();

        await ReopenAsync();

        Assert.All(await Task.WhenAll(additions), addition => Assert.True(addition.Added));
        Assert.Equal(100, (await Commands.FindOpenAsync(Samples.Device)).Commands.Length);
    }

    [Fact]
    public async Task Model_AndMigrations_AreTheSame() => Assert.False(
        await _store.Store.ReadAsync((context, _) => Task.FromResult(context.Database.HasPendingModelChanges()), default));

    [Fact]
    public async Task InitializeAsync_DatabaseOfANewerVersion_IsRefused()
    {
        await _store.ExecuteAsync(
            """INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('29990101000000_Holograms', '99.0')""");
        await _store.DisposeAsync();

        var refusal = await Assert.ThrowsAsync<NewerSchemaException>(() => OpenedStore.OpenAsync(Options));

        Assert.Contains("written by a newer version of Twins: it has the migration '29990101000000_Holograms'", refusal.Message, StringComparison.Ordinal);
    }
}
