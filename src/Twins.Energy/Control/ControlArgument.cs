namespace Twins.Energy.Control;

/// <summary>Refuses inputs of a control step that mean nothing; the caller then keeps the safe value.</summary>
internal static class ControlArgument
{
    public static void Finite(double value, string name)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be a finite number.");
        }
    }

    public static void NotNegative(double value, string name)
    {
        if (double.IsNaN(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must not be negative.");
        }
    }

    public static void Positive(double value, string name)
    {
        if (double.IsNaN(value) || value <= 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive.");
        }
    }

    public static void Ordered(double lower, double upper, string lowerName, string upperName)
    {
        if (!(lower <= upper))
        {
            throw new ArgumentOutOfRangeException(lowerName, lower, $"{lowerName} must not exceed {upperName} ({upper}).");
        }
    }
}
