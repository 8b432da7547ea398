using System.ComponentModel.DataAnnotations;

namespace Twins.Adapters.Validation;

/// <summary>Checks annotated options, all of them at once.</summary>
public static class OptionsValidation
{
    /// <summary>Returns <paramref name="options"/> when every annotation (and <see cref="IValidatableObject"/>) holds.</summary>
    /// <typeparam name="T">The options class.</typeparam>
    /// <param name="options">The options to check.</param>
    /// <exception cref="ValidationException">Something is out of bounds; the message lists every error, one per line.</exception>
    public static T Checked<T>(this T options)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(options);
        var errors = new List<ValidationResult>();
        if (Validator.TryValidateObject(options, new ValidationContext(options), errors, validateAllProperties: true))
        {
            return options;
        }

        var lines = errors.Select(error => $"- {error.ErrorMessage}");
        throw new ValidationException($"{typeof(T).Name} cannot be used:\n{string.Join('\n', lines)}");
    }
}
