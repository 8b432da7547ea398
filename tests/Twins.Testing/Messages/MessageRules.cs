using System.Reflection;

namespace Twins.Testing.Messages;

/// <summary>
/// What every message and every stored state keeps to, so that it also arrives where it has to be written and read: annotated types, each
/// member with a number of its own, lasting unique names, nothing in messages that can change after it was sent.
/// </summary>
public static class MessageRules
{
    /// <summary>Goes over all grain and observer interfaces, grain classes and annotated types.</summary>
    /// <param name="assemblies">The assemblies that declare them.</param>
    /// <returns>What breaks a rule, with its place; empty where all is well.</returns>
    public static IReadOnlyList<string> Check(params Assembly[] assemblies)
    {
        var findings = new List<string>();
        var types = assemblies.SelectMany(assembly => assembly.GetTypes()).ToList();
        var walk = new MessageWalk(findings, types);
        foreach (var type in types)
        {
            if (type.IsInterface && IsCallable(type))
            {
                CheckInterface(type, walk, findings);
            }
            else if (type.IsAssignableTo(typeof(Grain)))
            {
                CheckGrainClass(type, walk, findings);
            }
            else if (AnnotatedMembers.IsAnnotated(type))
            {
                walk.Visit(type, type.FullName!, isMessage: false);
            }
        }

        CheckAliases(types, findings);
        return findings;
    }

    private static bool IsCallable(Type type) => type.IsAssignableTo(typeof(IGrain)) || type.IsAssignableTo(typeof(IGrainObserver));

    private static void CheckInterface(Type type, MessageWalk walk, List<string> findings)
    {
        if (!type.IsDefined(typeof(AliasAttribute), inherit: false))
        {
            findings.Add($"{type}: a grain interface needs an [Alias].");
        }

        foreach (var duplicate in Duplicates(type.GetMethods().Select(AliasOf)))
        {
            findings.Add($"{type}: two methods share the alias \"{duplicate}\".");
        }

        foreach (var method in type.GetMethods())
        {
            foreach (var parameter in method.GetParameters())
            {
                walk.Visit(parameter.ParameterType, $"{type.Name}.{method.Name}({parameter.Name})", isMessage: true);
            }

            walk.Visit(ResultOf(method.ReturnType), $"{type.Name}.{method.Name} returns", isMessage: true);
        }
    }

    private static void CheckGrainClass(Type type, MessageWalk walk, List<string> findings)
    {
        if (type.IsDefined(typeof(AliasAttribute), inherit: false))
        {
            findings.Add($"{type}: a grain class has no [Alias].");
        }

        foreach (var method in type.GetMethods().Where(method => method.IsDefined(typeof(AlwaysInterleaveAttribute), inherit: false)))
        {
            findings.Add($"{type}.{method.Name}: [AlwaysInterleave] belongs on the interface's method.");
        }

        var states = type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.IsDefined(typeof(PersistentStateAttribute)) && parameter.ParameterType.IsGenericType);
        foreach (var state in states)
        {
            walk.Visit(state.ParameterType.GetGenericArguments()[0], $"{type.Name}'s state {state.Name}", isMessage: false);
        }
    }

    private static void CheckAliases(IEnumerable<Type> types, List<string> findings) =>
        findings.AddRange(Duplicates(types.Select(AliasOf)).Select(alias => $"\"{alias}\" is the alias of more than one type."));

    private static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>(inherit: false)?.Alias;

    private static IEnumerable<string> Duplicates(IEnumerable<string?> aliases) =>
        aliases.OfType<string>().GroupBy(alias => alias, StringComparer.Ordinal).Where(same => same.Skip(1).Any()).Select(same => same.Key);

    private static Type ResultOf(Type returned) => returned.IsGenericType ? returned.GetGenericArguments()[0] : typeof(void);
}
