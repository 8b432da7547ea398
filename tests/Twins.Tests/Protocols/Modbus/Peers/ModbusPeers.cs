using Twins.Testing.Peers;

namespace Twins.Tests.Protocols.Modbus.Peers;

/// <summary>Which Modbus peers are installed.</summary>
internal static class ModbusPeers
{
    /// <summary>Debian's interpreter, which alone sees Debian's packages.</summary>
    public const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> HasPymodbus = new(() =>
        Directory.Exists("/usr/lib/python3/dist-packages/pymodbus") && PeerProgram.Find(Python) is not null);

    public static void RequirePymodbus() => Assert.SkipUnless(HasPymodbus.Value, "Debian's python3-pymodbus is not installed");

    /// <summary>The path of mbpoll.</summary>
    public static string RequireMbpoll()
    {
        var mbpoll = PeerProgram.Find("mbpoll");
        Assert.SkipUnless(mbpoll is not null, "mbpoll is not installed");
        return mbpoll!;
    }
}
