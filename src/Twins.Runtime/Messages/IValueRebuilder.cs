namespace Twins.Runtime.Messages;

/// <summary>Rebuilds the values of one type.</summary>
internal interface IValueRebuilder
{
    object Rebuild(object value);
}
