using System.Globalization;
using System.Text.Json;
using Twins.Devices;
using Twins.Units;
using Twins.Readings;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>The base fields of a pack as they are so far, and what its records resolve to.</summary>
internal ref struct SenmlPack
{
    // RFC 8428, section 4.5.3: lesser times count from now, negative ones into the past.
    private const double LeastAbsolute = 268_435_456;

    // Section 4.1: the version of the standard.
    private const double Version = 10;

    private readonly SenmlDecoder _decoder;
    private readonly ReadOnlySpan<byte> _payload;
    private readonly DecodingCall _call;
    private JsonCapture _baseUnit;
    private double? _baseTime;
    private double _baseValue;
    private int _baseNameLength;

    public SenmlPack(SenmlDecoder decoder, ReadOnlySpan<byte> payload, scoped in DecodingCall call)
    {
        _decoder = decoder;
        _payload = payload;
        _call = call;
    }

    /// <summary>Takes the base fields of the record at hand, and makes a reading of it when its name is described.</summary>
    public MqttFaultKind Resolve()
    {
        var fault = TakeBase();
        if (fault != MqttFaultKind.None)
        {
            return fault;
        }

        var values = CountValues();
        if (values > 1)
        {
            return MqttFaultKind.NotSenml;
        }

        if (values == 1 && TryGetName(out var name) && _decoder.Find(name) is { } found && (found.Device < 0 || _call.Device < 0 || found.Device == _call.Device))
        {
            Understand(found);
        }

        return MqttFaultKind.None;
    }

    private MqttFaultKind TakeBase()
    {
        if (At(SenmlLabel.BaseVersion) is { IsThere: true } version && Number(version) > Version)
        {
            return MqttFaultKind.UnsupportedSenml;
        }

        if (At(SenmlLabel.BaseName) is { IsThere: true } name)
        {
            if (name.TryGetText(_payload, _call.Workspace.Text, out var text) != MqttFaultKind.None || text.Length > _call.Workspace.BaseName.Length)
            {
                return MqttFaultKind.NotSenml;
            }

            text.CopyTo(_call.Workspace.BaseName);
            _baseNameLength = text.Length;
        }

        _baseUnit = At(SenmlLabel.BaseUnit) is { IsThere: true } unit ? unit : _baseUnit;
        _baseTime = At(SenmlLabel.BaseTime) is { IsThere: true } time ? Number(time) : _baseTime;
        _baseValue = At(SenmlLabel.BaseValue) is { IsThere: true } value ? Number(value) : _baseValue;
        return MqttFaultKind.None;
    }

    private readonly int CountValues()
    {
        var count = 0;
        for (var label = SenmlLabel.Value; label <= SenmlLabel.DataValue; label++)
        {
            count += At(label).IsThere ? 1 : 0;
        }

        return count;
    }

    private readonly bool TryGetName(out ReadOnlySpan<byte> name)
    {
        var workspace = _call.Workspace;
        var own = default(ReadOnlySpan<byte>);
        name = default;
        if (At(SenmlLabel.Name) is { IsThere: true } capture && capture.TryGetText(_payload, workspace.Text, out own) != MqttFaultKind.None)
        {
            return false;
        }

        if (_baseNameLength == 0)
        {
            name = own;
            return !own.IsEmpty;
        }

        if (_baseNameLength + own.Length > workspace.Name.Length)
        {
            return false;
        }

        workspace.BaseName.AsSpan(0, _baseNameLength).CopyTo(workspace.Name);
        own.CopyTo(workspace.Name.AsSpan(_baseNameLength));
        name = workspace.Name.AsSpan(0, _baseNameLength + own.Length);
        return true;
    }

    private readonly void Understand(SenmlPoint found)
    {
        var device = found.Device < 0 ? _call.Device : found.Device;
        if (device < 0)
        {
            return;
        }

        var decoded = DecodedValue.Undecodable;
        var fault = TryGetUnit(found, out var unit) ? Decode(found.Point.Codec, unit, out decoded) : MqttFaultKind.WrongUnit;
        if (fault != MqttFaultKind.None)
        {
            _call.Complain(device, fault, Position(fault), found.Point.Place, found.Point.Key);
        }

        _call.Add(device, _call.Part, found.Point, decoded, ResolveTime(device, found.Point));
    }

    private readonly MqttFaultKind Decode(MqttValueCodec codec, Unit? unit, out DecodedValue decoded)
    {
        if (At(SenmlLabel.Value) is { IsThere: true } number)
        {
            return _baseValue == 0 ? codec.DecodeNumber(number.Raw(_payload), unit, out decoded) : codec.DecodeNumber(Number(number) + _baseValue, unit, out decoded);
        }

        if (At(SenmlLabel.BooleanValue) is { IsThere: true } flag)
        {
            return codec.DecodeFlag(flag.Type == JsonTokenType.True, out decoded);
        }

        decoded = DecodedValue.Undecodable;
        if (At(SenmlLabel.StringValue) is not { IsThere: true } text)
        {
            return MqttFaultKind.WrongType;
        }

        var fault = text.TryGetText(_payload, _call.Workspace.Text, out var plain);
        return fault == MqttFaultKind.None ? codec.DecodeText(plain, isWhole: false, out decoded) : fault;
    }

    private readonly bool TryGetUnit(SenmlPoint found, out Unit? unit)
    {
        unit = null;
        var capture = At(SenmlLabel.Unit) is { IsThere: true } own ? own : _baseUnit;
        return found.Units.Length == 0 || !capture.IsThere
            || (capture.TryGetText(_payload, _call.Workspace.Text, out var symbol) == MqttFaultKind.None && found.TryGetUnit(symbol, out unit));
    }

    private readonly SourceTime ResolveTime(int device, CompiledPoint point)
    {
        var own = At(SenmlLabel.Time);
        if (!own.IsThere && _baseTime is null)
        {
            return _call.Received;
        }

        var seconds = (own.IsThere ? Number(own) : 0) + (_baseTime ?? 0);
        if (seconds is > -LeastAbsolute and < LeastAbsolute)
        {
            return _call.Received with { Time = _call.Receipt.ReceivedAt + TimeSpan.FromSeconds(seconds) };
        }

        if (TimeText.TryRead(seconds, MqttTimeFormat.EpochSeconds, out var time) && seconds > 0)
        {
            return new SourceTime(time, TimeSource.Device, IsDoubtful: false);
        }

        _call.Complain(device, MqttFaultKind.NotATime, own.Start, point.Place, point.Key);
        return _call.Received with { IsDoubtful = true };
    }

    private readonly int Position(MqttFaultKind fault)
    {
        var label = fault == MqttFaultKind.WrongUnit ? At(SenmlLabel.Unit) : default;
        for (var value = SenmlLabel.Value; value <= SenmlLabel.DataValue && !label.IsThere; value++)
        {
            label = At(value);
        }

        return label.Start;
    }

    private readonly double Number(in JsonCapture capture) =>
        double.TryParse(capture.Raw(_payload), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private readonly ref JsonCapture At(SenmlLabel label) => ref _call.Workspace.Capture((int)label);
}
