using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Twins.Runtime.State;

namespace Twins.Runtime.Activations;

/// <summary>
/// Makes grain objects: services come from the process's services, parameters marked <see cref="PersistentStateAttribute"/> from the
/// state's storage.
/// </summary>
internal sealed class GrainConstructor
{
    private readonly (ParameterInfo Parameter, PersistentStateAttribute Attribute)[] _states;
    private readonly ObjectFactory _create;

    internal GrainConstructor(Type type)
    {
        var constructor = type.GetConstructors().MaxBy(each => each.GetParameters().Length)
            ?? throw new ArgumentException($"{type} has no public constructor.", nameof(type));
        _states =
        [
            .. constructor.GetParameters()
                .Select(parameter => (parameter, parameter.GetCustomAttribute<PersistentStateAttribute>()!))
                .Where(each => each.Item2 is not null),
        ];
        _create = ActivatorUtilities.CreateFactory(type, [.. _states.Select(each => each.Parameter.ParameterType)]);
    }

    /// <summary>Makes a grain object and the states that are to be read before it is used.</summary>
    internal Grain Create(Activation activation, List<IActivationState> made)
    {
        if (_states.Length == 0)
        {
            return (Grain)_create(activation.ActivationServices, null);
        }

        var arguments = new object[_states.Length];
        for (var index = 0; index < _states.Length; index++)
        {
            var (parameter, attribute) = _states[index];
            var state = PersistentStates.Create(parameter.ParameterType, activation, attribute);
            arguments[index] = state;
            made.Add(state);
        }

        return (Grain)_create(activation.ActivationServices, arguments);
    }
}
