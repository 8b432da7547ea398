using System.Reflection;
using Twins.Runtime.Activations;
using Twins.Runtime.CodeGeneration;
using Twins.Runtime.Turns;

namespace Twins.Runtime.Calls;

/// <summary>A call on its way through the filters. Also where messages are rebuilt, when the engine is told to.</summary>
internal sealed class FilteredCall<TCall, TResult> : IIncomingGrainCallContext, IInvokable
    where TCall : struct, IGrainCall<TCall>
{
    private readonly TCall _call;
    private readonly Activation _activation;
    private readonly TurnQueue? _source;
    private int _nextFilter;

    private FilteredCall(in TCall call, Activation activation, TurnQueue? source)
    {
        _call = call;
        _activation = activation;
        _source = source;
    }

    public IInvokable Request => this;

    public object Grain => _activation.Instance;

    public GrainId? SourceId => (_source as Activation)?.GrainId;

    public GrainId TargetId => _activation.GrainId;

    public IGrainContext TargetContext => _activation;

    public string InterfaceName => GetInterfaceName();

    public string MethodName => TCall.Method.Name;

    public MethodInfo InterfaceMethod => TCall.Method.Method;

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = _activation.Instance.GetType().GetInterfaceMap(TCall.Method.InterfaceType);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public object? Result { get; set; }

    internal static Task<TResult> InvokeAsync(in TCall call, Activation activation, TurnQueue? source)
    {
        var rebuilder = activation.Class.Engine.Rebuilder;
        var received = rebuilder is null ? call : call.Rebuild(rebuilder);
        return new FilteredCall<TCall, TResult>(in received, activation, source).RunAsync(rebuilder);
    }

    public Task Invoke()
    {
        var filters = _activation.Class.Engine.Filters;
        var index = _nextFilter++;
        if (index < filters.Count)
        {
            return filters[index].Invoke(this);
        }

        return index == filters.Count && _activation.Instance is IIncomingGrainCallFilter own ? own.Invoke(this) : CallGrainAsync();
    }

    public int GetArgumentCount() => _call.ArgumentCount;

    public object? GetArgument(int index) => _call.GetArgument(index);

    public string GetMethodName() => TCall.Method.Name;

    public string GetInterfaceName() => TCall.Method.InterfaceType.FullName!;

    private async Task<TResult> RunAsync(IMessageRebuilder? rebuilder)
    {
        await Invoke().ConfigureAwait(true);
        if (Result is null)
        {
            return default!;
        }

        var result = (TResult)Result;
        return rebuilder is null ? result : rebuilder.Rebuild(result);
    }

    private async Task CallGrainAsync()
    {
        var task = _call.Invoke(_activation.Instance);
        await task.ConfigureAwait(true);
        Result = typeof(TResult) == typeof(NoResult) ? null : ((Task<TResult>)task).Result;
    }
}
