namespace Twins.Runtime;

/// <summary>
/// The base of interfaces through which grains call objects that are no grains. Methods return <c>void</c> (nobody waits) or
/// <see cref="Task"/>.
/// </summary>
public interface IGrainObserver : IAddressable;
