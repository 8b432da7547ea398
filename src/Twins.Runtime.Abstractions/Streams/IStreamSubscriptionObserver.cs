namespace Twins.Runtime;

/// <summary>A grain that is told of subscriptions for which its activation has no handler yet.</summary>
public interface IStreamSubscriptionObserver
{
    /// <summary>Called before the first event of a subscription is delivered to this activation.</summary>
    /// <param name="handleFactory">Gives the handle on which <c>ResumeAsync</c> attaches the handler.</param>
    Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory);
}
