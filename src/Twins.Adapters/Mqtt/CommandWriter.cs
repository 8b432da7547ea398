using Twins.Connections;
using Twins.Devices;
using Twins.Commands;
using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Protocols.Mqtt;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Publishes a setpoint and finds out what became of it: by the device's answer where it is described, by what it then reports where
/// that shows it. The report decides; a lost answer is no failure. Failures are results, and come in time for the twin that waits.
/// </summary>
internal sealed class CommandWriter(IMqttClient client, CommandAnswers answers, ConnectionCounters counters, bool simulated, TimeProvider clock)
{
    /// <summary>How long a write may take in all: less than a grain call may.</summary>
    public static readonly TimeSpan LongestWrite = TimeSpan.FromSeconds(25);

    /// <summary>How long the broker may take to accept the command.</summary>
    public static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer is still waited for once a report shows that the device follows.</summary>
    public static readonly TimeSpan AnswerGrace = TimeSpan.FromMilliseconds(500);

    // Of a device that reports on change: what a change may take to show.
    private static readonly TimeSpan ChangeTimeout = TimeSpan.FromSeconds(5);

    private Timestamp Now => Timestamp.Now(clock);

    public async Task<WriteResult> WriteAsync(MqttDevice device, MqttSetpoint setpoint, FieldWrite write)
    {
        if (client.State != MqttConnectionState.Connected)
        {
            return WriteResult.NotSent(CommandRefusal.Disconnected, $"there is no connection to the broker {client.Endpoint}");
        }

        Timestamp sentAt = Now;
        if (setpoint.TryWrite(write.Value, write.CommandId, sentAt, out byte[] payload) is { } fault)
        {
            return WriteResult.NotSent(CommandRefusal.Limit, fault);
        }

        using ReadBackWait? report = device.ExpectReport(setpoint, write.Value);
        Task<MqttAnswer>? answer = setpoint.AcknowledgementTopic is null ? null : answers.ExpectAsync(write.CommandId);
        try
        {
            (WriteResult? refusal, string? doubt) = await PublishAsync(setpoint, Message(setpoint, payload, write.CommandId));
            return refusal ?? await FindOutAsync(device, setpoint, write.Value, sentAt, new Signs(answer, report, doubt));
        }
        finally
        {
            answers.Forget(write.CommandId);
        }
    }

    /// <summary>Publishes again, to feed a watchdog; what becomes of it shows in the counters and in the device's reports.</summary>
    public async Task RepeatAsync(MqttSetpoint setpoint, FieldWrite write)
    {
        if (client.State == MqttConnectionState.Connected && setpoint.TryWrite(write.Value, write.CommandId, Now, out byte[] payload) is null)
        {
            _ = await PublishAsync(setpoint, Message(setpoint, payload, write.CommandId));
        }
    }

    private static MqttMessage Message(MqttSetpoint setpoint, byte[] payload, Guid command)
    {
        bool correlated = setpoint.Command.Acknowledgement is { UsesCorrelationData: true };
        return new MqttMessage
        {
            Topic = setpoint.Topic,
            Payload = payload,
            QualityOfService = (MqttQualityOfService)setpoint.Command.QualityOfService,

            // What is not delivered by then must not surprise anybody later; what is kept for late comers is meant to.
            MessageExpiry = LongestWrite,
            ResponseTopic = correlated ? setpoint.AcknowledgementTopic : null,
            CorrelationData = correlated ? MqttSetpoint.CorrelationData(command) : null,
        };
    }

    /// <summary>Publishes; returns what surely never reached the device, or why that is in doubt.</summary>
    private async Task<(WriteResult? Refusal, string? Doubt)> PublishAsync(MqttSetpoint setpoint, MqttMessage message)
    {
        counters.CountRequest();
        using var limit = new CancellationTokenSource(BrokerTimeout, clock);
        try
        {
            await client.PublishAsync(message, limit.Token);
            return default;
        }
        catch (MqttBusyException exception)
        {
            counters.CountFailure(exception.Message);
            return (WriteResult.NotSent(CommandRefusal.Busy, exception.Message), null);
        }
        catch (MqttRefusedException exception)
        {
            counters.CountFailure(exception.Message);
            return (WriteResult.NotSent(CommandRefusal.Disconnected, $"the broker does not take commands on '{setpoint.Topic}': {exception.Message}"), null);
        }
        catch (ObjectDisposedException)
        {
            return (WriteResult.NotSent(CommandRefusal.Disconnected, "the adapter was stopped"), null);
        }
        catch (Exception exception) when (exception is MqttException or OperationCanceledException)
        {
            string doubt = exception is MqttException ? exception.Message : $"the broker did not accept the command within {BrokerTimeout.TotalSeconds} s";
            counters.CountFailure(doubt);
            return (null, doubt);
        }
    }

    private async Task<WriteResult> FindOutAsync(MqttDevice device, MqttSetpoint setpoint, PointValue value, Timestamp sentAt, Signs signs)
    {
        var result = new WriteResult(
            WriteProgress.Sent, sentAt, null, null, PointValue.None, Followed: false, signs.Doubt, CommandRefusal.None, simulated);
        Timestamp end = sentAt + LongestWrite;
        if (signs.Answer is { } answer)
        {
            TimeSpan timeout = setpoint.Command.Acknowledgement!.Timeout;
            bool answered = await WithinAsync(signs.AnyAsync(), Least(timeout, end - Now))
                && (answer.IsCompleted || await WithinAsync(answer, AnswerGrace));
            result = answered
                ? Answered(result, await answer)
                : result with { Reason = signs.Doubt ?? $"the device did not answer within {timeout.TotalSeconds:0.###} s" };
        }

        if (result.Progress == WriteProgress.Refused || signs.Report is not { } report)
        {
            return result.Progress == WriteProgress.Acknowledged ? FollowedByItsWord(result, value) : result;
        }

        bool followed = await WithinAsync(report.Followed, Least(ReportTimeout(device, setpoint), end - Now));
        return Compared(result, report, followed, acknowledges: signs.Answer is not null);
    }

    private WriteResult Answered(WriteResult result, MqttAnswer answer) => answer.Accepted
        ? result with { Progress = WriteProgress.Acknowledged, AcknowledgedAt = Now }
        : result with { Progress = WriteProgress.Refused, Reason = answer.Reason ?? "the device refused it and gave no reason" };

    // Nothing that it reports shows what it follows: its own answer to this very command is all there is to know.
    private static WriteResult FollowedByItsWord(WriteResult result, PointValue value) => result with
    {
        Progress = WriteProgress.ReadBack,
        ReadBackAt = result.AcknowledgedAt,
        ReadBack = value,
        Followed = true,
        Reason = "by its answer: it reports nothing that would show it",
    };

    private static WriteResult Compared(WriteResult result, ReadBackWait report, bool followed, bool acknowledges)
    {
        if (!report.Value.HasValue)
        {
            string reason = "no report came that would show what the device follows";
            return result with { Reason = result.Reason is null ? reason : $"{result.Reason}; {reason}" };
        }

        return result with
        {
            Progress = WriteProgress.ReadBack,
            ReadBackAt = report.At,
            ReadBack = report.Value,
            Followed = followed,
            Reason = followed && !acknowledges ? "shown by what it then reported; it gives no acknowledgement" : null,
        };
    }

    private static TimeSpan ReportTimeout(MqttDevice device, MqttSetpoint setpoint) =>
        Freshness.AllowedAge(device.Definition.Points[setpoint.ReadBackOrdinal!.Value]) ?? ChangeTimeout;

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private async Task<bool> WithinAsync(Task sign, TimeSpan time)
    {
        try
        {
            await sign.WaitAsync(time > TimeSpan.Zero ? time : TimeSpan.Zero, clock);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>By what a command's end is known.</summary>
    /// <param name="Answer">The device's answer; null when it gives none.</param>
    /// <param name="Report">Its reports; null when they do not show it.</param>
    /// <param name="Doubt">Why it is in doubt whether the command left; null when it is not.</param>
    private readonly record struct Signs(Task<MqttAnswer>? Answer, ReadBackWait? Report, string? Doubt)
    {
        public Task AnyAsync() => Report is null ? Answer! : Task.WhenAny(Answer!, Report.Followed);
    }
}
