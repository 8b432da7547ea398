using System.Globalization;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>What is read of a message, or of each row of one of its arrays.</summary>
internal sealed class Scope
{
    private readonly Dictionary<string, int> _slotOfPlace = new(StringComparer.Ordinal);

    /// <summary>Makes the scope with the captures of device, index and time.</summary>
    public Scope(JsonPointer? device, JsonPointer? index, MqttTime? time, TimeZoneInfo site)
    {
        Site = site;
        (DeviceSlot, DevicePlace) = (CaptureIfAny(device), device?.Text ?? "");
        (IndexSlot, IndexPlace) = (CaptureIfAny(index), index?.Text ?? "");
        (TimeSlot, TimePlace, TimeFormat) = (CaptureIfAny(time?.Place), time?.Place.Text ?? "", time?.Format ?? default);
    }

    /// <summary>The pointers.</summary>
    public PointerNode Root { get; } = new();

    /// <summary>Number of captures.</summary>
    public int SlotCount { get; private set; }

    /// <summary>The points.</summary>
    public List<CompiledPoint> Points { get; } = [];

    /// <summary>What rows may have to hold.</summary>
    public List<Condition> Conditions { get; } = [];

    /// <summary>Capture of the device's name; −1 without.</summary>
    public int DeviceSlot { get; }

    /// <summary>Where the device's name stands, for messages.</summary>
    public string DevicePlace { get; }

    /// <summary>Capture of the part's index; −1 without.</summary>
    public int IndexSlot { get; }

    /// <summary>Where the part's index stands, for messages.</summary>
    public string IndexPlace { get; }

    /// <summary>Capture of the time; −1 without.</summary>
    public int TimeSlot { get; }

    /// <summary>Where the time stands, for messages.</summary>
    public string TimePlace { get; }

    /// <summary>How the time is written.</summary>
    public MqttTimeFormat TimeFormat { get; }

    /// <summary>The time zone of the site.</summary>
    public TimeZoneInfo Site { get; }

    /// <summary>A capture for the value at a pointer; one that is there is shared.</summary>
    public int Capture(JsonPointer pointer)
    {
        if (!_slotOfPlace.TryGetValue(pointer.Text, out var slot))
        {
            _slotOfPlace[pointer.Text] = slot = SlotCount++;
            Root.Add(pointer, slot);
        }

        return slot;
    }

    /// <summary>The condition that a word stands at a pointer; one that is there is shared.</summary>
    public int Demand(JsonPointer pointer, MqttWord word)
    {
        var slot = Capture(pointer);
        var known = Conditions.FindIndex(condition => condition.Slot == slot && condition.Word.Literal == word.Literal);
        if (known < 0)
        {
            Conditions.Add(new Condition(slot, word));
        }

        return known < 0 ? Conditions.Count - 1 : known;
    }

    private int CaptureIfAny(JsonPointer? pointer) => pointer is null ? -1 : Capture(pointer);
}

/// <summary>What a row must hold at a place.</summary>
/// <param name="Slot">The capture to look at.</param>
/// <param name="Word">What must stand there.</param>
internal sealed record Condition(int Slot, MqttWord Word)
{
    /// <summary>Whether the row meets it.</summary>
    /// <param name="capture">What stands there.</param>
    /// <param name="payload">The payload.</param>
    /// <param name="buffer">Takes a text that has escapes.</param>
    public bool IsMet(in JsonCapture capture, ReadOnlySpan<byte> payload, Span<byte> buffer) => capture.Type switch
    {
        JsonTokenType.String => capture.TryGetText(payload, buffer, out var text) == MqttFaultKind.None && Word.Matches(text),
        JsonTokenType.Number => double.TryParse(capture.Raw(payload), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Word.Matches(number),
        JsonTokenType.True => Word.Matches(flag: true),
        JsonTokenType.False => Word.Matches(flag: false),
        _ => false,
    };
}

/// <summary>An array of a message whose elements hold points.</summary>
/// <param name="Scope">What is read of each element.</param>
/// <param name="FirstIndex">What an element's index calls the first part.</param>
internal sealed record JsonRows(Scope Scope, int FirstIndex);
