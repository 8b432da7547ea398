using System.Collections.Immutable;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;

namespace Twins.Adapters;

/// <summary>
/// Runs one connection: a lane for each of its devices, so that one that is silent delays itself only. Used on the turns of one grain.
/// </summary>
internal sealed class ConnectionWorker
{
    // What is in progress when a connection is closed has this long to end.
    private static readonly TimeSpan MaxEnd = TimeSpan.FromSeconds(3);

    private readonly FieldContext _context;
    private readonly ImmutableArray<DeviceLane> _lanes;
    private ImmutableArray<Task> _running = [];

    public ConnectionWorker(FieldContext context, IFieldConnection connection)
    {
        _context = context;
        Connection = connection;
        _lanes = [.. connection.Devices.Select((device, index) =>
            new DeviceLane(device, context.Devices[index], context.Counters, context.Clock, context.Logger))];
    }

    public IFieldConnection Connection { get; }

    /// <summary>Opens the connection and begins to work.</summary>
    public void Start()
    {
        Connection.Open();
        _running = [.. _lanes.Select(lane => lane.RunAsync())];
    }

    /// <summary>Writes a setpoint of one device and reads it back; failures are results.</summary>
    public Task<WriteResult> WriteAsync(SetpointWrite write)
    {
        foreach (DeviceLane lane in _lanes)
        {
            if (string.Equals(lane.Device, write.Device, StringComparison.Ordinal))
            {
                return lane.WriteAsync(write);
            }
        }

        return Task.FromResult(WriteResult.NotSent(
            CommandRefusal.UnknownDevice, $"the connection '{_context.Site}/{_context.Connection.Key}' has no device '{write.Device}'"));
    }

    /// <summary>Closes the connection on purpose: its devices are out of reach, not silent.</summary>
    public async Task CloseAsync()
    {
        foreach (DeviceLane lane in _lanes)
        {
            lane.Close();
        }

        await Connection.CloseAsync();
        foreach (FieldDevice device in _context.Devices)
        {
            device.Report(Connectivity.Offline, "the connection was stopped");
            device.Link.Close();
        }

        try
        {
            await Task.WhenAll(_running).WaitAsync(MaxEnd, _context.Clock);
        }
        catch (TimeoutException)
        {
            _context.Logger.LanesStillBusy(_context.Site, _context.Connection.Key, MaxEnd);
        }

        foreach (DeviceLane lane in _lanes)
        {
            lane.Dispose();
        }
    }
}
