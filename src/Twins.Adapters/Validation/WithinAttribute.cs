using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Twins.Adapters.Validation;

/// <summary>
/// Bounds an option, both ends included. Unlike <see cref="RangeAttribute"/> its error names the value that was given,
/// and durations are written as durations.
/// </summary>
/// <param name="minimum">Smallest permitted value, invariant text: <c>"1"</c>, <c>"0.5"</c>, <c>"00:00:01"</c>.</param>
/// <param name="maximum">Largest permitted value, as <paramref name="minimum"/>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WithinAttribute(string minimum, string maximum) : ValidationAttribute
{
    /// <summary>Smallest permitted value, invariant text.</summary>
    public string Minimum { get; } = minimum;

    /// <summary>Largest permitted value, invariant text.</summary>
    public string Maximum { get; } = maximum;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var within = value switch
        {
            int number => Contains(number, text => int.Parse(text, CultureInfo.InvariantCulture)),
            double number => Contains(number, text => double.Parse(text, CultureInfo.InvariantCulture)),
            TimeSpan duration => Contains(duration, text => TimeSpan.Parse(text, CultureInfo.InvariantCulture)),
            _ => throw new NotSupportedException($"{validationContext.MemberName} is of a type that [Within] does not compare."),
        };
        return within ? ValidationResult.Success : new ValidationResult(string.Create(
            CultureInfo.InvariantCulture,
            $"{validationContext.MemberName} is {value}, but must lie between {Minimum} and {Maximum}."));
    }

    // Written as one conjunction so that NaN lies within nothing.
    private bool Contains<T>(T value, Func<string, T> parse)
        where T : IComparable<T> =>
        value.CompareTo(parse(Minimum)) >= 0 && value.CompareTo(parse(Maximum)) <= 0;
}
