using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Rules;

/// <summary>
/// Where each property may stand, and how often (5.0, table 2-4). The table is told here a second time, by the packets' names, so
/// that a slip in either is found.
/// </summary>
public sealed class PropertyRuleTests
{
    /// <summary>Identifier, a value that is not the default, and the packets that may have it: first letters as in <see cref="Carriers"/>.</summary>
    private static readonly (byte Id, string Sample, string Packets)[] Properties =
    [
        (0x01, "01", "P W"), (0x02, "0000003C", "P W"), (0x03, "'text'", "P W"), (0x08, "'reply'", "P W"), (0x09, "'data'", "P W"),
        (0x0B, "05", "P S"), (0x11, "0000003C", "C CA D"), (0x12, "'id'", "CA"), (0x13, "003C", "CA"), (0x15, "'method'", "C CA A"),
        (0x16, "'data'", "C CA A"), (0x17, "00", "C"), (0x18, "0000003C", "W"), (0x19, "01", "C"), (0x1A, "'info'", "CA"),
        (0x1C, "'other'", "CA D"), (0x1F, "'why'", "CA PA PR PL PC SA UA D A"), (0x21, "0005", "C CA"), (0x22, "0005", "C CA"),
        (0x23, "0005", "P"), (0x24, "01", "CA"), (0x25, "00", "CA"), (0x26, "'name' 'value'", "C CA P W PA PR PL PC S SA U UA D A"),
        (0x27, "00001000", "C CA"), (0x28, "00", "CA"), (0x29, "00", "CA"), (0x2A, "00", "CA"),
    ];

    /// <summary>Packets to carry a property: one has to be completed with what another property asks for.</summary>
    private static readonly Dictionary<string, string> Carriers = new(StringComparer.Ordinal)
    {
        ["C"] = "10: 'MQTT' 05 02 003C {*} 'id'",
        ["W"] = "10: 'MQTT' 05 06 003C {} 'id' {*} 'will' 'gone'",
        ["CA"] = "20: 00 00 {*}",
        ["P"] = "30: 'topic' {*} 01",
        ["PA"] = "40: 0001 00 {*}",
        ["PR"] = "50: 0001 00 {*}",
        ["PL"] = "62: 0001 00 {*}",
        ["PC"] = "70: 0001 00 {*}",
        ["S"] = "82: 0001 {*} 'topic' 00",
        ["SA"] = "90: 0001 {*} 00",
        ["U"] = "A2: 0001 {*} 'topic'",
        ["UA"] = "B0: 0001 {*} 00",
        ["D"] = "E0: 00 {*}",
        ["A"] = "F0: 18 {15 'method' *}",
    };

    public static TheoryData<string> Packets => [.. Carriers.Keys];

    [Theory]
    [MemberData(nameof(Packets))]
    public void Property_WhereItMayStand_ReadAndWrittenAgain(string packet)
    {
        foreach (var (id, sample, packets) in Properties.Where(property => Allows(property.Packets, packet)))
        {
            var bytes = Carrying(packet, With(id, sample, packet));
            var rewritten = Rewritten(packet, id, bytes);

            // What acknowledgements of messages say in user properties is checked and not kept.
            var isDropped = id == 0x26 && packet is "PA" or "PR" or "PL" or "PC";
            Assert.True(isDropped || bytes.AsSpan().SequenceEqual(rewritten), $"{packet} {id:X2}: {Convert.ToHexString(rewritten)}");
        }
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void Property_WhereItMayNotStand_Malformed(string packet)
    {
        foreach (var (id, sample, _) in Properties.Where(property => !Allows(property.Packets, packet)))
        {
            Refused(packet, id, $"{id:X2} {sample}", "5.0, section 2.2.2.2", MqttReasonCode.MalformedPacket);
        }

        foreach (var unknown in (byte[])[0x00, 0x04, 0x2B, 0x7F, 0x80, 0xFF])
        {
            Refused(packet, unknown, $"{unknown:X2} 01", "5.0, section 2.2.2.2", MqttReasonCode.MalformedPacket);
        }
    }

    [Theory]
    [MemberData(nameof(Packets))]
    public void Property_Twice_ProtocolErrorButForUserPropertiesAndIdentifiersOfAMessage(string packet)
    {
        foreach (var (id, sample, _) in Properties.Where(property => Allows(property.Packets, packet)))
        {
            var twice = $"{With(id, sample, packet)} {id:X2} {sample}";
            if (id == 0x26 || (id == 0x0B && packet == "P"))
            {
                Assert.NotEmpty(Rewritten(packet, id, Carrying(packet, twice)));
            }
            else
            {
                Refused(packet, id, twice, "5.0, section ", MqttReasonCode.ProtocolError);
            }
        }
    }

    private static bool Allows(string packets, string packet) => packets.Split(' ').Contains(packet, StringComparer.Ordinal);

    /// <summary>The property, with the method that data of an authentication need; AUTH has its own always.</summary>
    private static string With(byte id, string sample, string packet) => (id, packet) switch
    {
        (0x16, "C") => $"15 'method' 16 {sample}",
        (0x15, "A") => "",
        _ => $"{id:X2} {sample}",
    };

    private static byte[] Carrying(string packet, string properties) =>
        PacketBytes.Parse(Carriers[packet].Replace("*", properties, StringComparison.Ordinal));

    private static byte[] Rewritten(string packet, byte id, byte[] bytes) =>
        Wire.Packets.Rewrite(bytes, MqttProtocolVersion.V500, SenderOf(packet, id));

    private static void Refused(string packet, byte id, string properties, string rule, MqttReasonCode reason) =>
        RuleVectors.Check(rule, Carrying(packet, properties), reason, MqttProtocolVersion.V500, SenderOf(packet, id));

    private static MqttSender SenderOf(string packet, byte id) => packet switch
    {
        "CA" or "SA" or "UA" => MqttSender.Server,
        "P" when id == 0x0B => MqttSender.Server,
        "D" when id == 0x1C => MqttSender.Server,
        _ => MqttSender.Client,
    };
}
