namespace Twins.Tests.Protocols.Modbus.Fuzz;

/// <summary>Damages bytes in the ways networks, bad devices and attackers do.</summary>
internal static class ByteMutator
{
    private const int LongestGarbage = 600;

    /// <summary>Returns the bytes damaged up to three times, or, once in a while, as they are.</summary>
    public static byte[] Mutate(byte[] bytes, Random random)
    {
        var damaged = bytes.ToList();
        for (var damages = random.Next(4); damages > 0; damages--)
        {
            DamageOnce(damaged, random);
        }

        return [.. damaged];
    }

    private static void DamageOnce(List<byte> bytes, Random random)
    {
        var position = random.Next(bytes.Count + 1);
        var length = random.Next(bytes.Count - position + 1);
        switch (random.Next(6))
        {
            case 0 when position < bytes.Count:
                bytes[position] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when position < bytes.Count:
                bytes[position] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(position, length);
                break;
            case 3:
                bytes.InsertRange(position, Garbage(random.Next(20), random));
                break;
            case 4:
                bytes.InsertRange(position, bytes.GetRange(position, length));
                break;
            default:
                bytes.AddRange(Garbage(random.Next(LongestGarbage), random));
                break;
        }
    }

    private static byte[] Garbage(int length, Random random)
    {
        var garbage = new byte[length];
        random.NextBytes(garbage);
        return garbage;
    }
}
