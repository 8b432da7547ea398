namespace Twins.Runtime;

/// <summary>Whatever can be called through a reference: a grain, a reference to one, an observer.</summary>
public interface IAddressable;
