using Twins.Contracts.Devices;
using Twins.Grains.Devices;
using Twins.Model.Readings;
using Twins.Testing.Messages;

namespace Twins.Conformance.Tests.Messages;

/// <summary>What holds for the platform's own messages and state on either engine.</summary>
public sealed class PlatformMessageTests
{
    [Fact]
    public void MessagesAndState_OfThePlatform_KeepToTheRules()
    {
        var findings = MessageRules.Check(typeof(Reading).Assembly, typeof(IDeviceTwin).Assembly, typeof(DeviceTwin).Assembly);

        Assert.True(findings.Count == 0, string.Join(Environment.NewLine, findings));
    }
}
