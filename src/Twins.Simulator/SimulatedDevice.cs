using System.Net;
using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Sites;
using Twins.Simulator.Models;

namespace Twins.Simulator;

/// <summary>One device of a running simulation: where it is served, what it truly does, and how it misbehaves.</summary>
public sealed class SimulatedDevice
{
    private readonly DeviceModel _model;
    private DeviceFault? _fault;

    internal SimulatedDevice(DeviceModel model, IPEndPoint endpoint)
    {
        _model = model;
        Endpoint = endpoint;
    }

    /// <summary>Identity, <c>site/device</c>.</summary>
    public DeviceKey Key => _model.Definition.Key;

    /// <summary>What is described about it.</summary>
    public TwinDefinition Definition => _model.Definition;

    /// <summary>Loopback endpoint at which it is served, or of the broker to which it publishes; devices of one connection share it.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>Modbus unit id at that endpoint; of no meaning over MQTT.</summary>
    public int UnitId => ModbusAddress.UnitIdOf(_model.Definition.Entry);

    /// <summary>How it misbehaves from the next request or report on; null when it is well.</summary>
    /// <exception cref="ArgumentException">The fault names a point that the device does not have.</exception>
    public DeviceFault? Fault
    {
        get => Volatile.Read(ref _fault);
        set
        {
            if (value is WrongValueFault wrong && !_model.Definition.Points.TryGetOrdinal(wrong.Point, out _))
            {
                throw new ArgumentException($"Device '{Key}' has no point '{wrong.Point}'.", nameof(value));
            }

            Volatile.Write(ref _fault, value);
        }
    }

    /// <summary>The true value behind the registers.</summary>
    /// <param name="point">Key of the point.</param>
    /// <returns>The value in the point's canonical unit; <see cref="PointValue.None"/> when the model gives none.</returns>
    /// <exception cref="ArgumentException">The device has no such point.</exception>
    public PointValue Read(string point)
    {
        if (!_model.Definition.Points.TryGetOrdinal(point, out var ordinal))
        {
            throw new ArgumentException($"Device '{Key}' has no point '{point}'.", nameof(point));
        }

        lock (_model.Values.Gate)
        {
            return _model.Values[ordinal];
        }
    }
}
