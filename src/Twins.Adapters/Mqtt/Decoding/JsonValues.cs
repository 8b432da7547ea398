using System.Globalization;
using System.Text.Json;
using Twins.Devices;
using Twins.Readings;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Understands what was captured of a message, or of a row.</summary>
/// <param name="scope">What was to be captured.</param>
/// <param name="payload">The bytes to which the captures refer.</param>
/// <param name="offset">Where those begin in the whole payload.</param>
/// <param name="captures">Index of the scope's first capture.</param>
/// <param name="names">The devices by name.</param>
/// <param name="call">Where everything goes.</param>
internal readonly ref struct JsonValues(Scope scope, ReadOnlySpan<byte> payload, int offset, int captures, DeviceNames? names, scoped in DecodingCall call)
{
    private readonly ReadOnlySpan<byte> _payload = payload;
    private readonly MqttWorkspace _workspace = call.Workspace;

    /// <summary>The payload's surroundings.</summary>
    public DecodingCall Call { get; } = call;

    /// <summary>Whether the device's name is known, or is not here.</summary>
    public bool HasDevice => scope.DeviceSlot < 0 || At(scope.DeviceSlot).IsThere;

    /// <summary>Whether the time is known, or is not here.</summary>
    public bool HasTime => scope.TimeSlot < 0 || At(scope.TimeSlot).IsThere;

    /// <summary>The device that the scope names; the outer one when it names none, −1 when it is unknown.</summary>
    public int ResolveDevice(int outer)
    {
        if (scope.DeviceSlot < 0)
        {
            return outer;
        }

        var capture = At(scope.DeviceSlot);
        if (capture.Type is JsonTokenType.String or JsonTokenType.Number && capture.TryGetText(_payload, _workspace.Text, out var name) == MqttFaultKind.None)
        {
            return names!.Find(name);
        }

        return -1;
    }

    /// <summary>The time that the scope names; the outer one when it names none, and that one in doubt when it cannot be read.</summary>
    public SourceTime ResolveTime(SourceTime outer)
    {
        if (scope.TimeSlot < 0)
        {
            return outer;
        }

        var capture = At(scope.TimeSlot);
        var isRead = false;
        var time = default(Timestamp);
        switch (capture.Type)
        {
            case JsonTokenType.None or JsonTokenType.Null:
                return outer;
            case JsonTokenType.Number:
                isRead = double.TryParse(capture.Raw(_payload), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                    && TimeText.TryRead(number, scope.TimeFormat, out time);
                break;
            case JsonTokenType.String:
                isRead = capture.TryGetText(_payload, _workspace.Text, out var text) == MqttFaultKind.None && TimeText.TryRead(text, scope.TimeFormat, scope.Site, out time);
                break;
        }

        if (isRead)
        {
            return new SourceTime(time, TimeSource.Device, IsDoubtful: false);
        }

        Call.Complain(Call.Device, MqttFaultKind.NotATime, offset + capture.Start, scope.TimePlace, null);
        return outer with { IsDoubtful = true };
    }

    /// <summary>The part that a row names; a row that names none that can be read is left out, with a complaint.</summary>
    public bool TryResolvePart(int device, int firstIndex, ref int part)
    {
        if (scope.IndexSlot < 0)
        {
            return true;
        }

        var capture = At(scope.IndexSlot);
        if (capture.Type is JsonTokenType.Number or JsonTokenType.String
            && int.TryParse(capture.Raw(_payload), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            part = index - firstIndex;
            return true;
        }

        Call.Complain(device, MqttFaultKind.UnknownPart, offset + capture.Start, scope.IndexPlace, null);
        return false;
    }

    /// <summary>Makes readings of the points that are there.</summary>
    public void Understand(int device, int part, SourceTime time)
    {
        if (device < 0)
        {
            ComplainOfDevice();
            return;
        }

        var met = _workspace.Conditions(scope.Conditions.Count);
        for (var i = 0; i < met.Length; i++)
        {
            var condition = scope.Conditions[i];
            met[i] = condition.IsMet(At(condition.Slot), _payload, _workspace.Text);
        }

        foreach (var point in scope.Points)
        {
            if (At(point.Slot).IsThere && IsMeant(point, met))
            {
                Understand(point, device, part, time);
            }
        }
    }

    private void Understand(CompiledPoint point, int device, int part, SourceTime time)
    {
        if (point.Ordinal(Call.Definitions[device], part) < 0)
        {
            Call.Complain(device, MqttFaultKind.UnknownPart, offset + At(point.Slot).Start, point.Place, point.Key);
            return;
        }

        var capture = At(point.Slot);
        var fault = Decode(point, capture, out var decoded);
        if (fault != MqttFaultKind.None)
        {
            Call.Complain(device, fault, offset + capture.Start, point.Place, point.Key);
        }

        Call.Add(device, part, point, decoded, time);
    }

    private MqttFaultKind Decode(CompiledPoint point, in JsonCapture capture, out DecodedValue decoded)
    {
        decoded = DecodedValue.Undecodable;
        switch (capture.Type)
        {
            case JsonTokenType.Null:
                decoded = DecodedValue.NotAvailable;
                return MqttFaultKind.None;
            case JsonTokenType.Number:
                return point.Codec.DecodeNumber(capture.Raw(_payload), null, out decoded);
            case JsonTokenType.True or JsonTokenType.False:
                return point.Codec.DecodeFlag(capture.Type == JsonTokenType.True, out decoded);
            case JsonTokenType.String:
                var fault = capture.TryGetText(_payload, _workspace.Text, out var text);
                return fault == MqttFaultKind.None ? point.Codec.DecodeText(text, isWhole: false, out decoded) : fault;
            default:
                return MqttFaultKind.WrongType;
        }
    }

    // A message of which only the rows have points, or whose rows name other devices, need not name one itself.
    private void ComplainOfDevice()
    {
        if (scope.DeviceSlot >= 0)
        {
            Call.Complain(-1, MqttFaultKind.UnknownDevice, offset + At(scope.DeviceSlot).Start, scope.DevicePlace, null);
        }
    }

    private static bool IsMeant(CompiledPoint point, ReadOnlySpan<bool> met)
    {
        foreach (var condition in point.Conditions)
        {
            if (!met[condition])
            {
                return false;
            }
        }

        return true;
    }

    private ref JsonCapture At(int slot) => ref _workspace.Capture(captures + slot);
}
