using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Twins.Api.Problems;

/// <summary>What was read from a request, or the problem that kept it from being read.</summary>
/// <typeparam name="T">What is read.</typeparam>
internal readonly struct Read<T>
{
    private Read(T? value, ProblemHttpResult? problem)
    {
        Value = value;
        Problem = problem;
    }

    /// <summary>What was read.</summary>
    public T? Value { get; }

    /// <summary>Why it could not be read; null when it was.</summary>
    public ProblemHttpResult? Problem { get; }

    /// <summary>Whether it was read.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool Succeeded => Problem is null;

    /// <summary>It was read.</summary>
    public static implicit operator Read<T>(T value) => new(value, null);

    /// <summary>It was not.</summary>
    public static implicit operator Read<T>(ProblemHttpResult problem) => new(default, problem);
}
