using Microsoft.Extensions.DependencyInjection;
using Twins.Cluster.Tests.Support;
using Twins.Commands;
using Twins.Storage.Relational;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Devices.Setpoints;

/// <summary>Setpoints over the real store, a SQLite file.</summary>
public sealed class SetpointStorageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twins-").FullName;

    [Fact]
    public async Task Restart_OnSqlite_StandingValueToTheBitAndKnownIdsNeverSentAgain()
    {
        Guid ended = Guid.CreateVersion7();
        Guid standing = Guid.CreateVersion7();
        const double Watts = -42_000.1;
        await using (ServiceProvider first = await OpenAsync())
        {
            await Turns.RunAsync(async () =>
            {
                var script = new SetpointScript(first.GetRequiredService<ICommandStore>());
                await script.SetAsync(8_000, TimeSpan.FromSeconds(10), ended);
                await script.ElapseAsync(TimeSpan.FromSeconds(11));
                await Eventually.TrueAsync(
                    async () => (await script.Setpoints.FindAsync(ended))!.State == CommandState.Reverted, "the revert is stored");
                Assert.Equal(CommandState.Verified, (await script.SetAsync(Watts, TimeSpan.FromMinutes(10), standing)).State);
            });
        }

        await using ServiceProvider second = await OpenAsync();
        await Turns.RunAsync(async () =>
        {
            var script = new SetpointScript(second.GetRequiredService<ICommandStore>());
            script.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.True(await script.Setpoints.RestoreAsync());
            Assert.Equal((Watts, standing), (script.Status.Desired.Number, script.Status.Last!.Id));

            Command again = await script.SetAsync(8_000, TimeSpan.FromSeconds(10), ended);
            Command conflict = await script.SetAsync(9_000, TimeSpan.FromSeconds(10), ended);
            Assert.Equal((CommandState.Reverted, CommandRefusal.Conflict), (again.State, conflict.Refusal));
            Assert.DoesNotContain(8_000, script.Written);
        });
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<ServiceProvider> OpenAsync()
    {
        ServiceProvider services = new ServiceCollection().AddRelationalStorage(new RelationalStorageOptions { Folder = _folder }).BuildServiceProvider();
        await services.GetRequiredService<RelationalStore>().InitializeAsync();
        return services;
    }
}
