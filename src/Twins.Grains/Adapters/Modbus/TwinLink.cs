using System.Diagnostics.CodeAnalysis;
using Twins.Contracts.Devices;
using Twins.Model.Readings;

namespace Twins.Grains.Adapters.Modbus;

/// <summary>
/// Hands batches and connectivity to one twin, one call at a time, so that a slow twin delays no poll. One batch may wait; a newer one
/// takes its place, and the older is dropped and counted. Connectivity is never dropped: the latest word is kept until it was taken.
/// </summary>
internal sealed class TwinLink(IDeviceTwin twin, ConnectionCounters counters)
{
    private ConnectivityReport? _report;
    private ReadingBatch? _batch;
    private bool _sending;

    public void Report(ConnectivityReport report)
    {
        _report = report;
        Begin();
    }

    public void Send(ReadingBatch batch)
    {
        if (_batch is not null)
        {
            counters.CountDroppedBatch();
        }

        _batch = batch;
        Begin();
    }

    private void Begin()
    {
        if (!_sending)
        {
            _ = RunAsync();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A twin that cannot be reached is noted; the next poll tries again.")]
    private async Task RunAsync()
    {
        _sending = true;
        try
        {
            while (_report is not null || _batch is not null)
            {
                await SendNextAsync();
            }
        }
        catch (Exception exception)
        {
            counters.NoteError($"the twin took no batch: {exception.Message}");
        }
        finally
        {
            _sending = false;
        }
    }

    private async Task SendNextAsync()
    {
        if (_report is { } report)
        {
            await twin.ReportConnectivityAsync(report);
            _report = ReferenceEquals(_report, report) ? null : _report;
        }
        else if (_batch is { } batch)
        {
            _batch = null;
            ApplyResult result = await twin.ApplyAsync(batch);
            if (result != ApplyResult.Applied)
            {
                counters.NoteError($"the twin of {batch.Device} refused a batch: {result}");
            }
        }
    }
}
