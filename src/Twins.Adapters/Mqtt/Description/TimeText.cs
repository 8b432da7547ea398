using System.Buffers.Text;
using System.Globalization;

namespace Twins.Adapters.Mqtt;

/// <summary>Reads and writes instants as devices write them, from UTF-8 and without allocating.</summary>
internal static class TimeText
{
    // The years 1 to 9999: what RFC 3339 can write.
    private const long FirstMicrosecond = -62_135_596_800_000_000;
    private const long EndMicrosecond = 253_402_300_800_000_000;

    private const int SecondsPerDay = 86_400;

    /// <summary>Reads a number that counts from 1970.</summary>
    /// <param name="number">The number.</param>
    /// <param name="format">What it counts.</param>
    /// <param name="time">The instant.</param>
    /// <returns>False when the format is no count, or the instant is beyond the years 1 to 9999.</returns>
    public static bool TryRead(double number, MqttTimeFormat format, out Timestamp time)
    {
        var microseconds = format switch
        {
            MqttTimeFormat.EpochSeconds => number * 1e6,
            MqttTimeFormat.EpochMilliseconds => number * 1e3,
            MqttTimeFormat.EpochMicroseconds => number,
            _ => double.NaN,
        };
        var isInside = microseconds is >= FirstMicrosecond and < EndMicrosecond;
        time = isInside ? new Timestamp((long)Math.Round(microseconds)) : default;
        return isInside;
    }

    /// <summary>Reads a text: ISO 8601, or a number that counts from 1970.</summary>
    /// <param name="text">The text in UTF-8.</param>
    /// <param name="format">How it is written.</param>
    /// <param name="site">The time zone of <see cref="MqttTimeFormat.Iso8601SiteTime"/>.</param>
    /// <param name="time">The instant.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, MqttTimeFormat format, TimeZoneInfo site, out Timestamp time)
    {
        if (IsIso8601(format))
        {
            return TryReadIso8601(text, format == MqttTimeFormat.Iso8601SiteTime ? site : TimeZoneInfo.Utc, out time);
        }

        time = default;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && TryRead(number, format, out time);
    }

    /// <summary>Whether a format is a text rather than a count.</summary>
    public static bool IsIso8601(MqttTimeFormat format) => format is MqttTimeFormat.Iso8601 or MqttTimeFormat.Iso8601SiteTime;

    /// <summary>Writes an instant: a text for ISO 8601, else a number.</summary>
    public static MqttLiteral Write(Timestamp time, MqttTimeFormat format, TimeZoneInfo site) => format switch
    {
        MqttTimeFormat.Iso8601SiteTime => new MqttLiteral(
            TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), site).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFF", CultureInfo.InvariantCulture), true),
        MqttTimeFormat.EpochSeconds => Number((decimal)time.Microseconds / 1_000_000),
        MqttTimeFormat.EpochMilliseconds => Number((decimal)time.Microseconds / 1000),
        MqttTimeFormat.EpochMicroseconds => Number(time.Microseconds),
        _ => new MqttLiteral(time.ToString(), true),
    };

    private static MqttLiteral Number(decimal number) => new(number.ToString("0.######", CultureInfo.InvariantCulture), false);

    // yyyy-MM-ddTHH:mm[:ss[(.|,)f…]][Z|±HH[[:]mm]]: the extended format of ISO 8601-1, sections 5.2 to 5.4, and RFC 3339's space for T.
    private static bool TryReadIso8601(ReadOnlySpan<byte> text, TimeZoneInfo zone, out Timestamp time)
    {
        time = default;
        if (text.Length < 16 || text[4] != '-' || text[7] != '-' || text[10] is not ((byte)'T' or (byte)'t' or (byte)' ') || text[13] != ':'
            || !TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..10], out var day)
            || !TryDigits(text[11..13], out var hour) || !TryDigits(text[14..16], out var minute))
        {
            return false;
        }

        var rest = text[16..];
        if (!TryReadSeconds(ref rest, out var microseconds) || !TryReadOffset(rest, out var offsetMinutes) || !IsDate(year, month, day)
            || !IsTimeOfDay(hour, minute, microseconds))
        {
            return false;
        }

        var days = new DateOnly(year, month, day).DayNumber - new DateOnly(1970, 1, 1).DayNumber;
        var seconds = ((long)days * SecondsPerDay) + (hour * 3600) + ((minute - offsetMinutes) * 60);
        if (rest.IsEmpty && !zone.Equals(TimeZoneInfo.Utc) && year is > 1 and < 9999)
        {
            seconds -= (long)OffsetOf(new DateTime(year, month, day).AddMinutes((hour * 60) + minute), zone).TotalSeconds;
        }

        var sum = (seconds * 1_000_000) + microseconds;
        time = new Timestamp(sum);
        return sum is >= FirstMicrosecond and < EndMicrosecond;
    }

    // Of the hour that occurs twice, the first pass: its offset is the greater one.
    private static TimeSpan OffsetOf(DateTime local, TimeZoneInfo zone) =>
        zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);

    // Digits beyond microseconds are cut off, as everywhere: an instant never moves into the future.
    private static bool TryReadSeconds(ref ReadOnlySpan<byte> rest, out int microseconds)
    {
        microseconds = 0;
        if (rest.Length == 0 || rest[0] != ':')
        {
            return true;
        }

        if (rest.Length < 3 || !TryDigits(rest[1..3], out var seconds))
        {
            return false;
        }

        rest = rest[3..];
        microseconds = seconds * 1_000_000;
        if (rest.Length == 0 || rest[0] is not ((byte)'.' or (byte)','))
        {
            return true;
        }

        var digits = 0;
        for (var weight = 100_000; digits + 1 < rest.Length && rest[digits + 1] is >= (byte)'0' and <= (byte)'9'; digits++, weight /= 10)
        {
            microseconds += (rest[digits + 1] - '0') * weight;
        }

        rest = rest[(digits + 1)..];
        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> rest, out int minutes)
    {
        minutes = 0;
        if (rest.Length == 0 || (rest.Length == 1 && rest[0] is (byte)'Z' or (byte)'z'))
        {
            return true;
        }

        if (rest.Length < 3 || rest[0] is not ((byte)'+' or (byte)'-') || !TryDigits(rest[1..3], out var hours))
        {
            return false;
        }

        var tail = rest[3..];
        tail = tail.Length == 3 && tail[0] == ':' ? tail[1..] : tail;
        var part = 0;
        if (tail.Length != 0 && (tail.Length != 2 || !TryDigits(tail, out part)))
        {
            return false;
        }

        minutes = ((hours * 60) + part) * (rest[0] == '-' ? -1 : 1);
        return hours < 24 && part < 60;
    }

    private static bool IsDate(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    // 24:00 ends a day, and a leap second is the next minute's first: UTC as computers count it has no 61st second.
    private static bool IsTimeOfDay(int hour, int minute, int microseconds) =>
        minute < 60 && microseconds < 61_000_000 && (hour < 24 || (hour == 24 && minute == 0 && microseconds == 0));

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value) =>
        Utf8Parser.TryParse(text, out value, out var used, 'D') && used == text.Length && text[0] is >= (byte)'0' and <= (byte)'9';
}
