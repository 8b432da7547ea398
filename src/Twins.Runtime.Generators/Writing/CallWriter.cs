using System.Text;
using Twins.Runtime.Generators.Reading;

namespace Twins.Runtime.Generators.Writing;

/// <summary>Writes the struct that is one method's call.</summary>
internal static class CallWriter
{
    public static void Write(StringBuilder text, MethodModel method, string name)
    {
        var types = string.Join(", ", method.Parameters.Select(parameter => $"typeof({parameter.TypeOfName})"));
        var parameters = string.Join(", ", method.Parameters.Select((parameter, index) => $"{parameter.Type} p{index}"));
        text.AppendLine($"    private readonly struct {name}({parameters}) : IGrainCall<{name}>");
        text.AppendLine("    {");
        text.AppendLine(
            $"        private static readonly GrainMethod method = new(typeof({method.DeclaringInterface}), \"{method.Name}\", new global::System.Type[] {{ {types} }}, (GrainMethodTraits){method.Traits});");
        text.AppendLine();
        text.AppendLine("        public static GrainMethod Method => method;");
        text.AppendLine($"        public int ArgumentCount => {method.Parameters.Count};");
        text.AppendLine($"        public global::System.Threading.CancellationToken CancellationToken => {Token(method)};");
        WriteArguments(text, method);
        WriteInvoke(text, method);
        text.AppendLine($"        public {name} Rebuild(IMessageRebuilder rebuilder) => new({Rebuilt(method)});");
        text.AppendLine("    }");
    }

    private static string Token(MethodModel method)
    {
        var last = method.Parameters.Count - 1;
        return last >= 0 && method.Parameters[last].IsCancellationToken ? $"p{last}" : "default";
    }

    private static void WriteArguments(StringBuilder text, MethodModel method)
    {
        text.AppendLine("        public object? GetArgument(int index) => index switch");
        text.AppendLine("        {");
        for (var index = 0; index < method.Parameters.Count; index++)
        {
            text.AppendLine($"            {index} => p{index},");
        }

        text.AppendLine("            _ => throw new global::System.ArgumentOutOfRangeException(nameof(index), index, \"The call has no such argument.\"),");
        text.AppendLine("        };");
    }

    private static void WriteInvoke(StringBuilder text, MethodModel method)
    {
        var arguments = string.Join(", ", method.Parameters.Select((_, index) => $"p{index}"));
        var invocation = $"(({method.DeclaringInterface})target).{method.Name}({arguments})";
        text.Append("        public global::System.Threading.Tasks.Task Invoke(object target)");
        text.AppendLine(method.Shape switch
        {
            ReturnShape.Void => $" {{ {invocation}; return global::System.Threading.Tasks.Task.CompletedTask; }}",
            ReturnShape.ValueTask => $" => {invocation}.AsTask();",
            _ => $" => {invocation};",
        });
    }

    private static string Rebuilt(MethodModel method) => string.Join(
        ", ",
        method.Parameters.Select((parameter, index) => parameter.IsCancellationToken ? $"p{index}" : $"rebuilder.Rebuild(p{index})"));
}
