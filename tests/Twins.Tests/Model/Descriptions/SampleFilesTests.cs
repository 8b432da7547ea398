namespace Twins.Tests.Model.Descriptions;

public sealed class SampleFilesTests
{
    [Fact]
    public void Load_Unspoilt_HasNoError() => Assert.Empty(SampleFiles.Load().Errors);
}
