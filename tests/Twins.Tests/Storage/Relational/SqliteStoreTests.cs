using System.Text;
using Twins.Storage.Relational;
using Twins.Testing.Platform;

namespace Twins.Tests.Storage.Relational;

public sealed class SqliteStoreTests : DamageContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twins-store-").FullName;
    private readonly RelationalStorageOptions _options;

    public SqliteStoreTests() => _options = new RelationalStorageOptions { Folder = Path.Combine(_folder, "data") };

    protected override RelationalStorageOptions Options => _options;

    private string Database => Path.Combine(_folder, "data", "twins.db");

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Log_CutWhereACrashMayCutIt_HoldsEveryAcknowledgedCommand()
    {
        List<(long Length, Guid Id)> acknowledged = [];
        for (var number = 0; number < 12; number++)
        {
            var command = Samples.Command();
            await Opened.Commands.AddAsync(command);
            acknowledged.Add((new FileInfo(Database + "-wal").Length, command.Id));
        }

        foreach (var length in acknowledged.SelectMany(entry => new[] { entry.Length, entry.Length - 1, entry.Length - 4000 }))
        {
            var crashed = Directory.CreateDirectory(Path.Combine(_folder, $"crashed-{length}")).FullName;
            File.Copy(Database, Path.Combine(crashed, "twins.db"));
            var log = await File.ReadAllBytesAsync(Database + "-wal");
            await File.WriteAllBytesAsync(Path.Combine(crashed, "twins.db-wal"), log[..(int)length]);

            await using var store = await OpenedStore.OpenAsync(new RelationalStorageOptions { Folder = crashed });
            var expected = acknowledged.Where(entry => entry.Length <= length).Select(entry => entry.Id);
            Assert.Equal(expected, (await store.Commands.FindOpenAsync(Samples.Device)).Commands.Select(command => command.Id).Order());
            Assert.True((await store.Commands.AddAsync(Samples.Command())).Added);
        }
    }

    [Fact]
    public async Task DiskFull_IsSaidClearlyAndHealsWithoutARestart()
    {
        var kept = Samples.Command();
        await Opened.Commands.AddAsync(kept);
        _options.MaxPageCount = 1;

        // Free pages take a few more.
        var filler = new string('x', 200_000);
        var full = await Assert.ThrowsAsync<StorageException>(() => Opened.Commands.AddAsync(Samples.Command() with { Request = filler }));
        var others = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Record.ExceptionAsync(
            () => Opened.Commands.AddAsync(Samples.Command() with { Request = filler })).AsTask()));
        Samples.AssertSame(kept, await Opened.Commands.FindAsync(kept.Id));
        _options.MaxPageCount = null;
        var after = await Opened.Commands.AddAsync(Samples.Command() with { Request = filler });

        Assert.Equal($"The disk of '{Database}' is full; nothing was stored. Writing goes on by itself once there is space.", full.Message);
        Assert.All(others, other => Assert.Equal(full.Message, Assert.IsType<StorageException>(other).Message));
        Assert.True(after.Added);
        Assert.Equal("Commands and grain state cannot be stored", Assert.Single(Opened.Log.Errors));
        await Opened.Commands.AppendAsync(kept.Id, "sent", isOpen: true, [Samples.Stage("sent", 1)]);
    }

    [Fact]
    public async Task Bytes_FlippedInTheFile_AreFoundAndTheOthersStand()
    {
        var (damaged, sound) = (Samples.Command() with { Request = """{"value":-42000}""" }, Samples.Command("industrial/pv-1"));
        await Opened.Commands.AddAsync(damaged);
        await Opened.Commands.AddAsync(sound);
        await Opened.DisposeAsync();
        Flip(Encoding.UTF8.GetBytes("-42000"), at: 1);

        await ReopenAsync();

        var open = await Opened.Commands.FindOpenAsync(Samples.Device);
        Assert.Empty(open.Commands);
        Assert.Equal($"commands/{damaged.Id}", Assert.Single(open.Damaged).Place);
        Samples.AssertSame(sound, Assert.Single((await Opened.Commands.FindOpenAsync("industrial/pv-1")).Commands));
    }

    [Fact]
    public async Task Row_WithoutAValueThatItMustHave_IsQuarantined()
    {
        var (damaged, sound) = (Samples.Command(), Samples.Command());
        await Opened.Commands.AddAsync(damaged);
        await Opened.Commands.AddAsync(sound);
        await Opened.ExecuteAsync(
            "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, '\"point\" TEXT NOT NULL', '\"point\" TEXT') WHERE name = 'commands'; PRAGMA writable_schema=RESET");
        await Opened.ExecuteAsync($"UPDATE commands SET point = NULL WHERE id = '{damaged.Id}'");

        var open = await Opened.Commands.FindOpenAsync(Samples.Device);

        Samples.AssertSame(sound, Assert.Single(open.Commands));
        Assert.StartsWith("it cannot be read", Assert.Single(open.Damaged).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task InitializeAsync_UnreadableFile_IsPutAsideAndReported(bool empty)
    {
        await Opened.Commands.AddAsync(Samples.Command());
        await Opened.DisposeAsync();
        var content = empty ? (await File.ReadAllBytesAsync(Database))[..4096] : Encoding.UTF8.GetBytes(new string('z', 20_000));
        await File.WriteAllBytesAsync(Database, content);

        await ReopenAsync();

        var aside = Assert.Single(Directory.GetFiles(Path.Combine(_folder, "data"), "twins.db.damaged-*Z"));
        Assert.Equal(content, await File.ReadAllBytesAsync(aside));
        var line = Assert.Single(Opened.Log.Errors, error => error.Contains("was renamed to", StringComparison.Ordinal));
        Assert.Contains(aside, line, StringComparison.Ordinal);
        var open = await Opened.Commands.FindOpenAsync(Samples.Device);
        Assert.Empty(open.Commands);
        Assert.Equal(aside, Assert.Single(open.Damaged).Place);
        Assert.True((await Opened.Commands.AddAsync(Samples.Command())).Added);
    }

    [Fact]
    public async Task InitializeAsync_DamagedPage_CostsItsOwnRowsOnly()
    {
        var commands = Enumerable.Range(0, 300).Select(number => Samples.Command() with { Request = $"request {number:000}" }).ToList();
        await Task.WhenAll(commands.Select(command => Opened.Commands.AddAsync(command)));
        await Opened.DisposeAsync();
        var content = await File.ReadAllBytesAsync(Database);
        // The last one: pages that were split still hold old copies.
        var page = content.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes(commands[150].Request)) / 4096 * 4096;
        content.AsSpan(page, 4096).Fill(0xFF);
        await File.WriteAllBytesAsync(Database, content);

        await ReopenAsync();

        var open = await Opened.Commands.FindOpenAsync(Samples.Device);
        Assert.True(open.Commands.Length is >= 200 and < 300, string.Join('\n', Opened.Log.Errors) + open.Damaged[0]);
        Assert.All(open.Commands, found => Samples.AssertSame(commands.Single(command => command.Id == found.Id), found));
        Assert.StartsWith(Database, open.Damaged[0].Place, StringComparison.Ordinal);
        Assert.EndsWith("of its records could be read and were copied.", open.Damaged[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InitializeAsync_FolderOfAnotherProcess_IsRefused()
    {
        var refusal = await Assert.ThrowsAsync<StorageException>(() => OpenedStore.OpenAsync(Options));

        Assert.Contains("another process uses it", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InitializeAsync_MigrationLockLeftByAKilledProcess_DoesNotWaitForIt()
    {
        await Opened.ExecuteAsync("""CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT)""");
        await Opened.ExecuteAsync("""INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-11-30')""");

        await ReopenAsync();

        Assert.True((await Opened.Commands.AddAsync(Samples.Command())).Added);
    }

    [Fact]
    public async Task InitializeAsync_FolderOfAnEarlierVersion_IsRefusedAndLeftAsItIs()
    {
        var folder = Path.Combine(Repository.Root, "tests/Twins.Tests/Storage/Relational/Fixtures/earlier-format");
        var before = Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories);

        var refusal = await Assert.ThrowsAsync<EarlierFormatException>(() => OpenedStore.OpenAsync(new RelationalStorageOptions { Folder = folder }));

        Assert.Equal(
            $"The data folder '{folder}' was written by an earlier version of Twins ('{folder}/state'), and this version would forget the setpoints "
            + "in it. Start the earlier version on it once and let its setpoints end, or set the devices back by hand; then name a new, empty folder.",
            refusal.Message);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories));
    }

    private void Flip(byte[] text, int at)
    {
        var content = File.ReadAllBytes(Database);
        var place = content.AsSpan().IndexOf(text);
        Assert.True(place >= 0);
        content[place + at] ^= 0x02;
        File.WriteAllBytes(Database, content);
    }
}
