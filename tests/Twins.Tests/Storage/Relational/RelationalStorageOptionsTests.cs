using System.ComponentModel.DataAnnotations;
using Twins.Storage.Relational;

namespace Twins.Tests.Storage.Relational;

public sealed class RelationalStorageOptionsTests
{
    public static TheoryData<RelationalStorageOptions, string> Wrong => new()
    {
        { new(), "The storage needs a folder: SQLite keeps its file there." },
        {
            new() { Folder = "x", ConnectionString = "Host=y" },
            "The storage has a connection string, but its provider is SQLite: name the provider 'Postgres', or remove it."
        },
        { new() { Provider = RelationalProvider.Postgres, Folder = "x" }, "The storage needs a connection string: its provider is PostgreSQL." },
        { new() { Provider = RelationalProvider.Postgres, ConnectionString = "Database=x" }, "The connection string of the storage names no 'Host'." },
        { new() { Folder = "x", BusyTimeout = TimeSpan.Zero }, "The busy time-out of the storage is 00:00:00: it is between 100 ms and 1 min." },
    };

    [Fact]
    public void Defaults_AsDocumented()
    {
        var options = new RelationalStorageOptions { Folder = "data" };
        options.Validate();

        Assert.Equal(RelationalProvider.Sqlite, options.Provider);
        Assert.Equal(TimeSpan.FromSeconds(5), options.BusyTimeout);
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Validate_Wrong_SaysWhatIsMissing(RelationalStorageOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<ValidationException>(options.Validate).Message);

    [Fact]
    public void Validate_NotAConnectionString_DoesNotRepeatIt()
    {
        var options = new RelationalStorageOptions { Provider = RelationalProvider.Postgres, ConnectionString = "Host=x;Passwort=geheim" };

        Assert.DoesNotContain("geheim", Assert.Throws<ValidationException>(options.Validate).Message, StringComparison.Ordinal);
    }
}
