using Twins.Points;
using Twins.Readings;

namespace Twins.OperatorConsole.Tests.Plant;

/// <summary>Moves every value of a plant the way real ones move, twice a second, until it is disposed.</summary>
public sealed class LivelyPlant : IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly CancellationTokenSource _stop = new();
    private readonly TestPlant _plant;
    private readonly Task _running;
    private int _step;

    private LivelyPlant(TestPlant plant)
    {
        _plant = plant;
        for (var past = 0; past < 240; past++)
        {
            plant.Clock.Advance(Period);
            Step();
        }
        _running = RunAsync();
    }

    /// <summary>Two minutes of past, and then the present.</summary>
    public static LivelyPlant Start(TestPlant plant) => new(plant);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                Step();
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Step()
    {
        _step++;
        foreach (var device in _plant.Sites.SelectMany(site => site.Devices).Where(device => device.Connectivity.State == Twins.Devices.Connectivity.Online))
        {
            device.Apply([.. device.Definition.Points.Where(point => point.Setpoint is null).Select(point => (point.Key, Value(device, point), QualityReason.Simulated))]);
        }
    }

    private PointValue Value(PlantDevice device, PointDefinition point)
    {
        var phase = (_step / 40.0) + point.Key.Length + device.Definition.Key.Device.Length;
        return point.ValueType switch
        {
            PointValueType.Number => PointValue.FromNumber(Middle(device, point) * (1 + (0.12 * Math.Sin(phase))) + (point.Deadband * Math.Sin(_step * 1.7))),
            PointValueType.Enum => PointValue.FromEnum(point.Members.First(member => !member.Abnormal).Code),
            PointValueType.Flag => PointValue.FromFlag(true),
            PointValueType.Text => PointValue.FromText("A1"),
            _ => PointValue.None,
        };
    }

    private static double Middle(PlantDevice device, PointDefinition point) => point.Unit!.Quantity.Key switch
    {
        "power" => device.Definition.Type.Key is "meter" or "active-front-end" or "interlink-converter" ? 38_000 : -21_000,
        "reactivePower" => 4_000,
        "apparentPower" => 39_000,
        "energy" or "reactiveEnergy" => 1_250_000,
        "voltage" => point.Key.StartsWith("modules", StringComparison.Ordinal) ? 51.2 : 395,
        "current" => -54,
        "ratio" => 64,
        "temperature" => 31,
        "frequency" => 50,
        "powerFactor" => 0.97,
        _ => 12,
    };
}
