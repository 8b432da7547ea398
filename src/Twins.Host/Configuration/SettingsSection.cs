using System.ComponentModel.DataAnnotations;

namespace Twins.Hosting.Configuration;

/// <summary>Reads a section of the settings into an annotated class; whatever is wrong is said before anything starts.</summary>
internal static class SettingsSection
{
    /// <summary>Reads and checks a section; what is not set keeps its default.</summary>
    /// <exception cref="BadInputException">A setting is unknown, cannot be read or breaks a rule; everything that is wrong is in the list.</exception>
    public static T Read<T>(IConfiguration configuration, string section)
        where T : class, new()
    {
        var settings = new T();
        var part = configuration.GetSection(section);
        var known = typeof(T).GetProperties().Where(property => property.CanWrite).Select(property => property.Name).ToList();
        var unknown = part.GetChildren().Select(child => child.Key).Where(key => !known.Contains(key, StringComparer.OrdinalIgnoreCase)).ToList();
        if (unknown.Count > 0)
        {
            throw new BadInputException([.. unknown.Select(key => $"{section}:{key}: there is no such setting; there are {string.Join(", ", known)}.")]);
        }

        try
        {
            part.Bind(settings);
        }
        catch (InvalidOperationException wrong)
        {
            throw new BadInputException(Describe(wrong, section, part, typeof(T)));
        }

        List<ValidationResult> complaints = [];
        return Validator.TryValidateObject(settings, new ValidationContext(settings), complaints, validateAllProperties: true)
            ? settings
            : throw new BadInputException([.. complaints.Select(complaint => $"{section}: {complaint.ErrorMessage}")]);
    }

    private static string Describe(InvalidOperationException wrong, string section, IConfigurationSection part, Type type)
    {
        foreach (var property in type.GetProperties().Where(property => property.PropertyType.IsEnum))
        {
            if (part[property.Name] is { } text && !Enum.TryParse(property.PropertyType, text, ignoreCase: true, out _))
            {
                var allowed = string.Join(", ", Enum.GetNames(property.PropertyType).Select(name => name.ToLowerInvariant()));
                return $"{section}:{property.Name} is '{text}'; it may be {allowed}.";
            }
        }

        return $"{section}: {wrong.Message}";
    }
}
