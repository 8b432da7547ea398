using System.Text;
using Twins.Runtime.Generators.Reading;

namespace Twins.Runtime.Generators.Writing;

/// <summary>Writes the reference class of one interface, with one call struct per method.</summary>
internal static class ReferenceWriter
{
    private const int OneWay = 4;

    public static string Write(InterfaceModel model, string space)
    {
        var text = new StringBuilder(Header.Text);
        text.AppendLine($"namespace {space};").AppendLine();
        text.AppendLine($"internal sealed class {ClassName(model)} : GrainReference, {model.FullName}");
        text.AppendLine("{");
        text.AppendLine($"    public {ClassName(model)}(GrainRoute route, string key) : base(route, key) {{ }}");
        for (var index = 0; index < model.Methods.Count; index++)
        {
            text.AppendLine();
            WriteMethod(text, model.Methods[index], $"Call{index}");
            CallWriter.Write(text, model.Methods[index], $"Call{index}");
        }

        return text.AppendLine("}").ToString();
    }

    public static string ClassName(InterfaceModel model) => "Reference_" + model.Identifier;

    private static void WriteMethod(StringBuilder text, MethodModel method, string call)
    {
        var parameters = string.Join(", ", method.Parameters.Select((parameter, index) => $"{parameter.Type} p{index}"));
        var arguments = string.Join(", ", method.Parameters.Select((_, index) => $"p{index}"));
        text.AppendLine($"    {method.ReturnType} {method.DeclaringInterface}.{method.Name}({parameters})");
        text.AppendLine("    {");
        text.AppendLine($"        var call = new {call}({arguments});");
        foreach (var statement in Body(method, call))
        {
            text.AppendLine($"        {statement}");
        }

        text.AppendLine("    }").AppendLine();
    }

    private static string[] Body(MethodModel method, string call)
    {
        if (method.Shape == ReturnShape.Void)
        {
            return ["Send(in call);"];
        }

        if ((method.Traits & OneWay) != 0)
        {
            return method.ResultType is null
                ? ["Send(in call);", "return default(global::System.Threading.Tasks.ValueTask)" + (method.Shape == ReturnShape.Task ? ".AsTask();" : ";")]
                : ["Send(in call);", $"return {Completed(method)};"];
        }

        var invocation = method.ResultType is null ? "CallAsync(in call)" : $"CallAsync<{call}, {method.ResultType}>(in call)";
        return [method.Shape == ReturnShape.ValueTask ? $"return new {method.ReturnType}({invocation});" : $"return {invocation};"];
    }

    private static string Completed(MethodModel method) => method.Shape == ReturnShape.Task
        ? $"global::System.Threading.Tasks.Task.FromResult<{method.ResultType}>(default!)"
        : $"new {method.ReturnType}(default({method.ResultType})!)";
}
