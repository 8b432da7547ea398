namespace Twins.Protocols.Mqtt.Topics;

/// <summary>The values of one filter: an array that is replaced whole, so that whoever reads it sees no change.</summary>
internal static class ValueArray
{
    public static T[] With<T>(T[] values, T value, out bool isNew)
    {
        var index = IndexOf(values, value);
        isNew = index < 0;
        if (isNew)
        {
            return [.. values, value];
        }

        var replaced = (T[])values.Clone();
        replaced[index] = value;
        return replaced;
    }

    public static bool TryRemove<T>(T[] values, T value, out T[] rest)
    {
        var index = IndexOf(values, value);
        rest = index < 0 ? values : [.. values.AsSpan(0, index), .. values.AsSpan(index + 1)];
        return index >= 0;
    }

    private static int IndexOf<T>(T[] values, T value) => Array.IndexOf(values, value);
}
