namespace Twins.Runtime;

/// <summary>A call as data: the method and its arguments.</summary>
public interface IInvokable
{
    /// <summary>How many arguments the call has.</summary>
    int GetArgumentCount();

    /// <summary>One argument.</summary>
    /// <param name="index">From 0.</param>
    object? GetArgument(int index);

    /// <summary>The method's name.</summary>
    string GetMethodName();

    /// <summary>The full name of the interface that declares the method.</summary>
    string GetInterfaceName();
}
