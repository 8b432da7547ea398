using Twins.Storage.Directories;

namespace Twins.Tests.Storage.Directories;

public sealed class DirectoryBlobStoreOptionsTests
{
    [Fact]
    public void Defaults_AsDocumented()
    {
        var options = new DirectoryBlobStoreOptions { Folder = "data" };

        Assert.Equal(4, options.Lanes);
        Assert.Equal(1024, options.QueueLength);
    }

    [Fact]
    public void Validate_OutOfRange_NamesOptionValueAndLimit()
    {
        var lanes = Assert.Throws<ArgumentOutOfRangeException>(() => new DirectoryBlobStore(new() { Folder = "data", Lanes = 0 }));
        var queue = Assert.Throws<ArgumentOutOfRangeException>(() => new DirectoryBlobStore(new() { Folder = "data", QueueLength = 1_000_001 }));

        Assert.Equal(
            $"DirectoryBlobStoreOptions.Lanes must be 1 to 64. (Parameter 'value'){Environment.NewLine}Actual value was 0.", lanes.Message);
        Assert.Equal(
            $"DirectoryBlobStoreOptions.QueueLength must be 1 to 1000000. (Parameter 'value'){Environment.NewLine}Actual value was 1000001.",
            queue.Message);
    }
}
