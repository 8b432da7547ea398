using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving.Mqtt;

/// <summary>One report of a device: published as often as described, or when it changed; spoiled as the device's fault wants it.</summary>
internal sealed class ReportSchedule : IDisposable
{
    // How often a report that is only published on change is looked at.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly byte[] NoPayload = [0xDE, 0xAD, 0xBE, 0xEF, (byte)'}'];

    private readonly MqttDeviceReport _report;
    private readonly DeviceModel _model;
    private readonly Func<DeviceFault?> _currentFault;
    private readonly Action<string, byte[], int> _publish;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private byte[] _last = [];
    private PointValue[]? _stuck;

    public ReportSchedule(
        MqttDeviceReport report, DeviceModel model, Func<DeviceFault?> currentFault, Action<string, byte[], int> publish, TimeProvider clock)
    {
        _report = report;
        _model = model;
        _currentFault = currentFault;
        _publish = publish;
        _clock = clock;
        var period = report.Report.Every ?? Look;
        _timer = clock.CreateTimer(_ => PublishDue(), null, TimeSpan.FromMilliseconds(100), period);
    }

    /// <summary>Publishes it now, whether or not it is due.</summary>
    public void Publish() => Publish(onlyIfChanged: false);

    public void Dispose() => _timer.Dispose();

    private void PublishDue() => Publish(onlyIfChanged: _report.Report.Every is null);

    private void Publish(bool onlyIfChanged)
    {
        var fault = _currentFault();
        lock (_gate)
        {
            if (fault is SilentFault || !TryWrite(fault, onlyIfChanged, out var payload))
            {
                return;
            }

            string topic = fault is WrongTopicFault ? $"lost/{_report.Topic}" : _report.Topic;
            byte[] sent = fault is GarbageFault ? NoPayload : payload;
            if (fault is SlowFault slow)
            {
                _ = PublishLateAsync(topic, sent, slow.Delay);
            }
            else
            {
                _publish(topic, sent, _report.Report.QualityOfService);
            }
        }
    }

    private async Task PublishLateAsync(string topic, byte[] payload, TimeSpan delay)
    {
        await Task.Delay(delay, _clock).ConfigureAwait(false);
        _publish(topic, payload, _report.Report.QualityOfService);
    }

    // What was written without a time tells whether anything changed.
    private bool TryWrite(DeviceFault? fault, bool onlyIfChanged, out byte[] payload)
    {
        lock (_model.Values.Gate)
        {
            var values = ValuesUnder(fault);
            if (onlyIfChanged)
            {
                if (_report.TryWrite(values, default, out payload) is not null || payload.AsSpan().SequenceEqual(_last))
                {
                    return false;
                }

                _last = payload;
            }

            var time = _clock.GetUtcNow() + (fault is ClockSkewFault skewed ? skewed.Skew : TimeSpan.Zero);
            return _report.TryWrite(values, Timestamp.From(time), out payload) is null;
        }
    }

    private Func<int, PointValue> ValuesUnder(DeviceFault? fault)
    {
        _stuck = fault is StuckFault ? _stuck ?? Copy() : null;
        var stuck = _stuck;
        return fault switch
        {
            StuckFault => ordinal => stuck![ordinal],
            WrongValueFault wrong => ordinal => Falsify(wrong, ordinal),
            _ => ordinal => _model.Values[ordinal],
        };
    }

    private PointValue[] Copy() => [.. Enumerable.Range(0, _model.Values.Points.Count).Select(ordinal => _model.Values[ordinal])];

    private PointValue Falsify(WrongValueFault wrong, int ordinal)
    {
        var value = _model.Values[ordinal];
        return value.Type == PointValueType.Number && _model.Values.Points[ordinal].Key == wrong.Point
            ? PointValue.FromNumber((value.Number * wrong.Factor) + wrong.Offset)
            : value;
    }
}
