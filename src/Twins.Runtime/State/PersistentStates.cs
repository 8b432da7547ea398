using Microsoft.Extensions.DependencyInjection;
using Twins.Runtime.Activations;

namespace Twins.Runtime.State;

/// <summary>Makes the states that a grain's constructor asks for.</summary>
internal static class PersistentStates
{
    /// <exception cref="InvalidOperationException">The parameter is of another type, or no store of that name is registered.</exception>
    internal static IActivationState Create(Type parameterType, Activation activation, PersistentStateAttribute attribute)
    {
        if (!parameterType.IsGenericType || parameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException(
                $"State \"{attribute.StateName}\" of {activation} is declared as {parameterType}; it must be IPersistentState<T>.");
        }

        var services = activation.ActivationServices;
        var store = attribute.StorageName is { } name
            ? services.GetKeyedService<IGrainStateStore>(name)
            : services.GetService<IGrainStateStore>();
        if (store is null)
        {
            throw new InvalidOperationException(
                $"State \"{attribute.StateName}\" of {activation} needs the state store \"{attribute.StorageName ?? "default"}\", which is not registered.");
        }

        var type = typeof(PersistentState<>).MakeGenericType(parameterType.GetGenericArguments());
        return (IActivationState)Activator.CreateInstance(type, store, attribute.StateName, activation)!;
    }
}
