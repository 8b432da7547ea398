using System.Globalization;

namespace Twins.OperatorConsole.Formatting;

/// <summary>How one circuit shows times: the person's own zone, or UTC; 24 hours, ISO dates, and the zone always said.</summary>
public sealed class TimeDisplay(TimeProvider clock)
{
    private TimeZoneInfo _local = TimeZoneInfo.Utc;

    /// <summary>Whether times are shown in UTC.</summary>
    public bool Utc { get; private set; }

    /// <summary>Counts changes of zone, for cells that redraw only on change.</summary>
    public int Version { get; private set; }

    /// <summary>The zone in use, by its IANA name.</summary>
    public string Zone => Utc ? TimeZoneInfo.Utc.Id : _local.Id;

    /// <summary>Takes the browser's zone; one that this machine does not know leaves UTC.</summary>
    public void UseZone(string iana, bool utc)
    {
        _local = TimeZoneInfo.TryFindSystemTimeZoneById(iana, out var zone) ? zone : TimeZoneInfo.Utc;
        ShowUtc(utc);
    }

    /// <summary>Switches between local time and UTC.</summary>
    public void ShowUtc(bool utc)
    {
        Utc = utc;
        Version++;
    }

    /// <summary>Date and time to the second.</summary>
    public string Full(DateTimeOffset time) => Local(time).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>Date and time to the second.</summary>
    public string Full(Timestamp time) => Full(time.ToDateTimeOffset());

    /// <summary>The time alone when it is of today, else with its date.</summary>
    public string Brief(Timestamp time)
    {
        var local = Local(time.ToDateTimeOffset());
        return local.ToString(local.Date == Local(clock.GetUtcNow()).Date ? "HH:mm:ss" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
    }

    private DateTimeOffset Local(DateTimeOffset time) => Utc ? time.ToUniversalTime() : TimeZoneInfo.ConvertTime(time, _local);
}
