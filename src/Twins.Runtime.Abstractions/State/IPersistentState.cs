namespace Twins.Runtime;

/// <summary>One named part of a grain's state. Comes through the grain's constructor; see <see cref="PersistentStateAttribute"/>.</summary>
/// <typeparam name="TState">The state's type; it has a parameterless constructor.</typeparam>
public interface IPersistentState<TState> : IStorage<TState>;
