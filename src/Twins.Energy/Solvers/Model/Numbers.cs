namespace Twins.Energy.Solvers.Model;

/// <summary>Checks of the caller's numbers; every message names the element and the value.</summary>
internal static class Numbers
{
    public static void RequireName(ElementName element)
    {
        if (string.IsNullOrEmpty(element.Name))
        {
            throw new ArgumentException("A variable or row needs a name, so that results and conflicts can be told apart.", nameof(element));
        }
    }

    public static void RequireFinite(double value, ElementName element, string what)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"The {what} of {element} is {value}; a finite number is needed.", nameof(value));
        }
    }

    public static void RequireBounds(double lower, double upper, ElementName element)
    {
        if (double.IsNaN(lower) || double.IsNaN(upper))
        {
            throw new ArgumentException($"The bounds of {element} are [{lower}, {upper}]; use ±∞ for a missing bound, not NaN.", nameof(lower));
        }

        if (double.IsPositiveInfinity(lower) || double.IsNegativeInfinity(upper))
        {
            throw new ArgumentException($"The bounds of {element} are [{lower}, {upper}], which no number satisfies.", nameof(lower));
        }
    }

    public static int RequireIndex(int index, int count, string what)
    {
        if ((uint)index < (uint)count)
        {
            return index;
        }

        throw new ArgumentException($"The {what} has index {index}; the model has {count}.", nameof(index));
    }
}
