namespace Twins.Runtime;

/// <summary>The base of every grain interface. Its methods return <see cref="Task"/>, <see cref="ValueTask"/> or their generic forms.</summary>
public interface IGrain : IAddressable;
