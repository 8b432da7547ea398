using System.ComponentModel.DataAnnotations;
using Twins.Hosting.Clusters;
using Twins.Storage.Relational;

namespace Twins.Hosting.Configuration;

/// <summary>Section <c>Storage</c> of the settings: where commands and grain state are kept.</summary>
internal sealed class StorageSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Storage";

    /// <summary><c>sqlite</c>, a file in the data folder, by default; <c>postgres</c> for a cluster, or where one is at hand.</summary>
    public RelationalProvider Provider { get; set; }

    /// <summary>The Npgsql connection string of PostgreSQL.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The store's options for a data folder.</summary>
    /// <exception cref="BadInputException">The settings name no database, or one that a cluster cannot share.</exception>
    public RelationalStorageOptions For(string dataFolder, ClusterSettings cluster)
    {
        if (cluster.IsCluster && Provider == RelationalProvider.Sqlite)
        {
            throw new BadInputException(
                $"{Section}:Provider is 'sqlite', a file that one process uses; the silos of a cluster ({ClusterSettings.Section}:Provider is '{ClusterSettings.Name(cluster.Provider)}') share their state: set it to 'postgres', with a {nameof(ConnectionString)}.");
        }

        var options = new RelationalStorageOptions
        {
            Provider = Provider,
            Folder = Provider == RelationalProvider.Sqlite ? dataFolder : null,
            ConnectionString = ConnectionString,
        };
        try
        {
            options.Validate();
            return options;
        }
        catch (ValidationException wrong)
        {
            throw new BadInputException($"{Section}: {wrong.Message}");
        }
    }
}
