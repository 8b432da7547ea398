using System.Buffers;
using System.Net;
using Microsoft.Extensions.Logging;
using MQTTnet;
using Twins.Adapters.Mqtt;
using Twins.Adapters.Mqtt.DeviceSide;
using Twins.Points;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving.Mqtt;

/// <summary>
/// A device as an MQTT client, after its description: says that it is there, reports as often as described, follows commands and answers
/// them, and has a will. Its clock is the platform's, also in simulated time: a device whose values are of the present tells the present.
/// </summary>
internal sealed class PublishingDevice : IAsyncDisposable
{
    private readonly DeviceModel _model;
    private readonly MqttDeviceSide _side;
    private readonly Func<DeviceFault?> _currentFault;
    private readonly Func<DateTimeOffset> _now;
    private readonly TimeProvider _clock;
    private readonly MqttDeviceLink _link;
    private readonly List<ReportSchedule> _reports = [];

    public PublishingDevice(
        DeviceModel model,
        MqttVersion version,
        IPEndPoint broker,
        Func<DeviceFault?> currentFault,
        Func<DateTimeOffset> now,
        TimeProvider clock,
        ILogger logger)
    {
        (_model, _currentFault, _now, _clock) = (model, currentFault, now, clock);
        _side = MqttDeviceSide.Compile(model.Definition);
        _link = new MqttDeviceLink(model.Definition, _side, version, broker, OnCommanded, clock, logger);
    }

    /// <summary>Connects, and reports from then on.</summary>
    public void Start()
    {
        _link.Open();
        foreach (var report in _side.Reports)
        {
            _reports.Add(new ReportSchedule(report, _model, _currentFault, Publish, _clock));
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var report in _reports)
        {
            report.Dispose();
        }

        await _link.DisposeAsync().ConfigureAwait(false);
    }

    private void OnCommanded(MqttDeviceCommand command, MqttApplicationMessage message)
    {
        var payload = message.Payload.IsSingleSegment ? message.Payload.FirstSpan : message.Payload.ToArray();
        if (_currentFault() is SilentFault || command.TryRead(payload, out var value, out var id) != MqttFaultKind.None)
        {
            return;
        }

        var refusal = Accept(command, value);
        if (command.TryAnswer(id ?? Guid.Empty, refusal is null, refusal, out var topic, out var answer))
        {
            Publish(
                string.IsNullOrEmpty(message.ResponseTopic) ? topic : message.ResponseTopic,
                answer,
                command.Command.Acknowledgement!.QualityOfService,
                message.CorrelationData is { Length: > 0 } correlation ? correlation : null);
        }

        // As devices do: what changed is told at once.
        foreach (var report in _reports)
        {
            report.Publish();
        }
    }

    /// <summary>Follows a command; returns why it does not.</summary>
    private string? Accept(MqttDeviceCommand command, PointValue value)
    {
        if (_currentFault() is RefusingFault refusing)
        {
            return refusing.Code.ToString();
        }

        lock (_model.Values.Gate)
        {
            if (!_model.Setpoints.CanAccept(command.Ordinal, value))
            {
                return "no such value";
            }

            _model.Setpoints.Accept(command.Ordinal, value, _now());
            return null;
        }
    }

    private void Publish(string topic, byte[] payload, int qualityOfService) => Publish(topic, payload, qualityOfService, null);

    private void Publish(string topic, byte[] payload, int qualityOfService, byte[]? correlation)
    {
        if (_currentFault() is DisconnectingFault)
        {
            _ = _link.RestartAsync();
            return;
        }

        _link.Publish(topic, payload, qualityOfService, correlation: correlation);
    }
}
