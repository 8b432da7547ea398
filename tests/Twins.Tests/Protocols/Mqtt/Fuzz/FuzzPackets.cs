using Twins.Tests.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Fuzz;

/// <summary>Sound packets of every kind and both versions, to be damaged.</summary>
internal static class FuzzPackets
{
    public static readonly byte[][] All = Array.ConvertAll(
        [
            "10: 'MQTT' 04 02 003C 'client'",
            "10: 'MQTT' 04 EE 003C 'client' 'will/topic' 'gone' 'user' 'secret'",
            "10: 'MQTT' 05 02 003C {11 00000078 21 0032 27 00010000 22 0009 19 01 17 00 26 'k' 'v' 15 'method' 16 'data'} 'client'",
            "10: 'MQTT' 05 EE 003C {} 'client' {18 00000005 01 01 02 0000003C 03 'text' 08 'reply' 09 'data' 26 'k' 'v'} 'will' 'x' 'user' 'secret'",
            "20: 01 00",
            "20: 00 00 {11 00000001 21 0014 24 01 25 00 27 00001000 12 'id' 22 000A 1F 'why' 26 'k' 'v' 28 00 29 00 2A 00 13 003C 1A 'i' 1C 'o'}",
            "30: 'site/meter-1/power' 31322E35",
            "33: 'site/meter-1/power' 0001 31322E35",
            "3D: 'zähler/1' 0007 {01 01 02 0000003C 23 0003 08 'reply/to' 09 'corr' 26 'k' 'v' 26 'k' 'w' 03 'application/json'} 7B7D",
            "30: 'a' {0B 07 0B C801 0B FFFFFF7F} 01",
            "30: '' {23 0001} 01",
            "40: 0007",
            "50: 0007 10 {1F 'nobody' 26 'k' 'v'}",
            "62: 0007 92",
            "70: 0007 00 {}",
            "82: 0001 'site/+/power' 02 '$share/g/#' 01",
            "82: 0001 {0B C801 26 'k' 'v'} 'site/+/power' 2E '$share/g/a/#' 01 '#' 00",
            "90: 0001 {1F 'why' 26 'k' 'v'} 00 01 02 87",
            "90: 0001 00 80",
            "A2: 0002 {26 'k' 'v'} 'site/+/power' '$share/g/a'",
            "B0: 0002 {1F 'why'} 00 11",
            "C0:",
            "D0:",
            "E0:",
            "E0: 04 {11 00000007 1F 'bye' 26 'k' 'v'}",
            "E0: 9D {1C 'other' 1F 'moved'}",
            "F0: 18 {15 'method' 16 'data' 1F 'why' 26 'k' 'v'}",
        ],
        PacketBytes.Parse);
}
