using Twins.Adapters.Mqtt;

namespace Twins.Adapters.Mqtt;

/// <summary>The commands of a connection whose answer is awaited, by their ids.</summary>
internal sealed class CommandAnswers
{
    private readonly Dictionary<Guid, TaskCompletionSource<MqttAnswer>> _waiting = [];

    /// <summary>Awaits an answer, until it is told to <see cref="Forget"/>.</summary>
    public Task<MqttAnswer> ExpectAsync(Guid command)
    {
        var answer = new TaskCompletionSource<MqttAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[command] = answer;
        return answer.Task;
    }

    /// <summary>Takes an answer; one that nobody awaits came too late, or belongs to a repetition.</summary>
    public void Take(MqttAnswer answer)
    {
        if (_waiting.TryGetValue(answer.Command, out TaskCompletionSource<MqttAnswer>? waiting))
        {
            waiting.TrySetResult(answer);
        }
    }

    public void Forget(Guid command) => _waiting.Remove(command);
}
