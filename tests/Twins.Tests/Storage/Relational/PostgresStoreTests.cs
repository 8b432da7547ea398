using Microsoft.EntityFrameworkCore;
using Twins.Storage.Relational;

namespace Twins.Tests.Storage.Relational;

public sealed class PostgresStoreTests(PostgresServer server) : DamageContract, IClassFixture<PostgresServer>
{
    private RelationalStorageOptions? _options;

    protected override RelationalStorageOptions Options => _options!;

    public override async ValueTask InitializeAsync()
    {
        _options = await server.CreateDatabaseAsync();
        await base.InitializeAsync();
    }

    [Fact]
    public async Task Silos_ThatStartTogetherOnAnEmptyDatabase_AgreeOnItsSchema()
    {
        var options = await server.CreateDatabaseAsync();

        var silos = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => OpenedStore.OpenAsync(options))));

        foreach (var silo in silos)
        {
            Assert.True((await silo.Commands.AddAsync(Samples.Command())).Added);
            await silo.DisposeAsync();
        }
    }

    [Fact]
    public async Task Silos_ThatWriteTogether_AddAnIdOnceAndNeverShareAPosition()
    {
        await using var other = await OpenedStore.OpenAsync(Options);
        var commands = Enumerable.Range(0, 100).Select(_ => Samples.Command()).ToList();

        var additions = await Task.WhenAll(
            commands.Select(command => Opened.Commands.AddAsync(command)).Concat(commands.Select(command => other.Commands.AddAsync(command))));

        Assert.Equal(100, additions.Count(addition => addition.Added));
        var positions = await Opened.Store.ReadAsync(
            (context, ct) => context.Stages.OrderBy(stage => stage.Position).Select(stage => stage.Position).ToListAsync(ct), default);
        Assert.Equal(Enumerable.Range(1, 100).Select(number => (long)number), positions);
    }

    [Fact]
    public async Task Server_KilledAndStarted_KeepsWhatWasAcknowledgedAndGoesOn()
    {
        var (before, after) = (Samples.Command(), Samples.Command());
        await Opened.Commands.AddAsync(before);

        await server.KillAsync();
        var failure = await Assert.ThrowsAsync<StorageException>(() => Opened.Commands.AddAsync(after));
        await Assert.ThrowsAsync<StorageException>(() => Opened.Commands.FindAsync(before.Id));
        await server.StartAsync();

        Assert.Contains("127.0.0.1", failure.Message, StringComparison.Ordinal);
        Assert.True((await Opened.Commands.AddAsync(after)).Added);
        Samples.AssertSame(before, await Opened.Commands.FindAsync(before.Id));
    }
}
