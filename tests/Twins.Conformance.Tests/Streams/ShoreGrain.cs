using System.Collections.Immutable;

namespace Twins.Conformance.Tests.Streams;

[ImplicitStreamSubscription(Implicit)]
public sealed class ShoreGrain : Grain, IShoreGrain, IStreamSubscriptionObserver
{
    /// <summary>The namespace whose streams come without asking.</summary>
    public const string Implicit = "conformance-implicit";

    /// <summary>The namespace of streams that are subscribed to.</summary>
    public const string Explicit = "conformance-explicit";

    private readonly List<int> _seen = [];
    private StreamSubscriptionHandle<Tide>? _subscription;
    private long _lastSequence = long.MinValue;
    private bool _grew = true;

    public Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) => handleFactory.Create<Tide>().ResumeAsync(OnTide);

    public Task<ImmutableArray<int>> Seen() => Task.FromResult(_seen.ToImmutableArray());

    public Task<bool> SequenceGrew() => Task.FromResult(_grew);

    public async Task Subscribe(string streamKey) => _subscription = await Stream(streamKey).SubscribeAsync(OnTide);

    public Task Unsubscribe() => _subscription!.UnsubscribeAsync();

    public Task Publish(string streamKey, int number) => Stream(streamKey).OnNextAsync(new Tide(number, number / 2.0));

    public Task Forget()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    private IAsyncStream<Tide> Stream(string key) => this.GetStreamProvider(Names.Streams).GetStream<Tide>(StreamId.Create(Explicit, key));

    private async Task OnTide(Tide tide, StreamSequenceToken? token)
    {
        await Task.Yield();
        _grew &= token!.SequenceNumber > _lastSequence;
        _lastSequence = token.SequenceNumber;
        _seen.Add(tide.Number);
    }
}
