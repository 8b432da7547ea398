using Microsoft.Extensions.Logging.Abstractions;
using Twins.Adapters;
using Twins.Connections;
using Twins.Devices;
using Twins.Points;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>A lane whose device and clock are the test. Values are watts of the setpoint <c>powerSetpoint</c> unless said otherwise.</summary>
internal sealed class LaneScript : IFieldDevice, IAsyncDisposable
{
    private readonly TwinDefinition _definition = TestCatalog.Load(TestCatalog.OneBattery).FindSite("test")!.Devices[0];
    private readonly FieldDevice _field;
    private readonly ConnectionCounters _counters;
    private (double Value, MonotonicTime From) _followed;
    private double _before;

    public LaneScript()
    {
        _counters = new ConnectionCounters(Clock);
        var link = new TwinLink(Twin, _counters, Clock, NullLogger.Instance, _definition.Key, capacity: 16);
        _field = new FieldDevice(_definition, link, start: 1, simulated: false, Clock);
        NextPoll = MonotonicTime.Never;
        Lane = new DeviceLane(this, _field, _counters, Clock, NullLogger.Instance);
        _ = Lane.RunAsync();
    }

    public ManualTimeProvider Clock { get; } = new();

    public ScriptedTwin Twin { get; } = new();

    public DeviceLane Lane { get; }

    /// <summary>What was sent, in order, refreshes included.</summary>
    public List<double> Sent { get; } = [];

    public List<string> SentPoints { get; } = [];

    public int Polls { get; private set; }

    public MonotonicTime NextPoll
    {
        get;
        set
        {
            field = value;
            _field.Wake();
        }
    }

    /// <summary>How long the device takes to follow.</summary>
    public TimeSpan FollowsAfter { get; set; }

    public TimeSpan Settle { get; set; } = TimeSpan.FromSeconds(1);

    public TimeSpan? Watchdog { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>What a poll does; by default it only counts.</summary>
    public Func<Task> Poll { get; set; } = () => Task.CompletedTask;

    /// <summary>What becomes of sending; by default the device acknowledges.</summary>
    public Func<FieldWrite, Task<SendResult>> Send { get; set; } = _ => Task.FromResult(SendResult.Acknowledged);

    /// <summary>What a read-back gives; by default what the device follows.</summary>
    public Func<FieldWrite, ReadBackResult>? ReadBack { get; set; }

    public ConnectionStatus Status => _counters.Status("storage", "test", "", simulated: false);

    public Task<WriteResult> WriteAsync(double watts, TimeSpan? holdFor, string point = "powerSetpoint") =>
        Lane.WriteAsync(new SetpointWrite(Guid.CreateVersion7(), "bess-1", point, PointValue.FromNumber(watts), holdFor));

    /// <summary>Turns the clock in steps, letting the lane work in between.</summary>
    public async Task ElapseAsync(TimeSpan time)
    {
        var step = TimeSpan.FromMilliseconds(50);
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            Clock.Advance(step);
            await SettleAsync();
        }
    }

    /// <summary>Lets the lane do what is due now. Everything runs on the turns of the test, so a few of them suffice.</summary>
    public static async Task SettleAsync()
    {
        for (int turn = 0; turn < 30; turn++)
        {
            await Task.Yield();
        }
    }

    FieldSetpoint? IFieldDevice.FindSetpoint(int ordinal) => new(Watchdog, Settle, IsPolled: true);

    async Task IFieldDevice.PollAsync()
    {
        Polls++;
        NextPoll = MonotonicTime.Now(Clock) + TimeSpan.FromSeconds(1);
        await Poll();
        _field.Report(Connectivity.Online, null);
    }

    async Task<SendResult> IFieldDevice.SendAsync(FieldWrite write)
    {
        Sent.Add(write.Value.Number);
        SentPoints.Add(_definition.Points[write.Ordinal].Key);
        SendResult result = await Send(write);
        if (result.Progress is WriteProgress.Acknowledged or WriteProgress.Sent)
        {
            _before = Followed();
            _followed = (write.Value.Number, MonotonicTime.Now(Clock) + FollowsAfter);
        }

        return result;
    }

    Task<ReadBackResult> IFieldDevice.ReadBackAsync(FieldWrite write)
    {
        double value = Followed();
        return Task.FromResult(ReadBack?.Invoke(write) ?? new ReadBackResult(
            WriteProgress.ReadBack, PointValue.FromNumber(value), Timestamp.Now(Clock), value == write.Value.Number, null, null));
    }

    public ValueTask DisposeAsync()
    {
        // What a failed test has left unanswered must not keep it from ending.
        Lane.Close();
        return ValueTask.CompletedTask;
    }

    private double Followed() => _followed.From.IsDue(Clock) ? _followed.Value : _before;
}
