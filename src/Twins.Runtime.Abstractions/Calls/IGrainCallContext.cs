using System.Reflection;

namespace Twins.Runtime;

/// <summary>A call on its way.</summary>
public interface IGrainCallContext
{
    /// <summary>The method and its arguments.</summary>
    IInvokable Request { get; }

    /// <summary>The object that is called.</summary>
    object Grain { get; }

    /// <summary>The grain that calls; null where the caller is no grain.</summary>
    GrainId? SourceId { get; }

    /// <summary>The grain that is called.</summary>
    GrainId TargetId { get; }

    /// <summary>The full name of the interface that declares the method.</summary>
    string InterfaceName { get; }

    /// <summary>The method's name.</summary>
    string MethodName { get; }

    /// <summary>The method of the interface.</summary>
    MethodInfo InterfaceMethod { get; }

    /// <summary>What the call returned, once <see cref="Invoke"/> is complete; null where it returns nothing. May be replaced.</summary>
    object? Result { get; set; }

    /// <summary>Passes the call on, and is complete when the call is.</summary>
    Task Invoke();
}
