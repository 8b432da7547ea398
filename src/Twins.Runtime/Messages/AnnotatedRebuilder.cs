using System.Reflection;
using System.Runtime.CompilerServices;

namespace Twins.Runtime.Messages;

/// <summary>Rebuilds a type from its annotated members. A parameterless constructor runs where there is one, as it does on reading.</summary>
internal sealed class AnnotatedRebuilder(Type type) : IValueRebuilder
{
    private readonly FieldInfo[] _fields = [.. ValueRebuilders.AnnotatedFields(type)];

    private readonly ConstructorInfo? _constructor = type.GetConstructor(
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, Type.EmptyTypes);

    public object Rebuild(object value)
    {
        var made = _constructor is null ? RuntimeHelpers.GetUninitializedObject(type) : _constructor.Invoke(null);
        foreach (var field in _fields)
        {
            field.SetValue(made, AnnotationRebuilder.RebuildValue(field.GetValue(value)));
        }

        return made;
    }
}
