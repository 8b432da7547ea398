using System.Globalization;
using System.Text;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire;

/// <summary>
/// Packets written so that people can read them: <c>30: 'a/b' {23 0001} 4142</c> is the first byte, whose length is added, then
/// hexadecimal bytes, texts with their length and groups (of properties) with theirs.
/// </summary>
internal static class PacketBytes
{
    public static byte[] Parse(string text)
    {
        var position = text.IndexOf(':', StringComparison.Ordinal) + 1;
        var body = Group(text, ref position);
        var first = byte.Parse(text.AsSpan(0, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return [first, .. Length(body.Count), .. body];
    }

    private static List<byte> Group(string text, ref int position)
    {
        var bytes = new List<byte>();
        while (position < text.Length && text[position] != '}')
        {
            switch (text[position])
            {
                case ' ':
                    position++;
                    break;
                case '\'':
                    var end = text.IndexOf('\'', position + 1);
                    var value = Encoding.UTF8.GetBytes(text[(position + 1)..end]);
                    bytes.AddRange([(byte)(value.Length >> 8), (byte)value.Length, .. value]);
                    position = end + 1;
                    break;
                case '{':
                    position++;
                    var group = Group(text, ref position);
                    bytes.AddRange([.. Length(group.Count), .. group]);
                    position++;
                    break;
                default:
                    bytes.Add(byte.Parse(text.AsSpan(position, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                    position += 2;
                    break;
            }
        }

        return bytes;
    }

    private static byte[] Length(int length)
    {
        var bytes = new byte[VariableByteInteger.MaxLength];
        return bytes[..VariableByteInteger.Write(bytes, length)];
    }
}
