using System.Globalization;
using Twins.Configuration.Yaml;

namespace Twins.Configuration;

/// <summary>Collects the errors of all files, up to a bound; beyond it the count alone is kept.</summary>
public sealed class ErrorSink
{
    /// <summary>Errors kept; who has more fixes these first.</summary>
    public const int MaxErrors = 500;

    private readonly List<DescriptionError> _errors = [];
    private readonly List<DescriptionError> _warnings = [];
    private int _dropped;

    /// <summary>Number of errors so far.</summary>
    public int Count => _errors.Count + _dropped;

    /// <summary>Adds an error, or counts it when there are too many.</summary>
    public void Add(Place place, string message, string fix)
    {
        if (_errors.Count == MaxErrors)
        {
            _dropped++;
            return;
        }

        _errors.Add(new DescriptionError(place.File, place.Line, place.Column, message, fix));
    }

    /// <summary>Adds a warning: what loads, but will not work as well as it could. Beyond the bound it is left out.</summary>
    public void Warn(Place place, string message, string fix)
    {
        if (_warnings.Count < MaxErrors)
        {
            _warnings.Add(new DescriptionError(place.File, place.Line, place.Column, message, fix));
        }
    }

    /// <summary>The warnings by file, line and column.</summary>
    public IReadOnlyList<DescriptionError> SortedWarnings() => Sort(_warnings);

    /// <summary>The errors by file, line and column; the last one says how many more there are.</summary>
    public IReadOnlyList<DescriptionError> ToSortedList()
    {
        var sorted = Sort(_errors);
        if (_dropped > 0)
        {
            var more = _dropped.ToString(CultureInfo.InvariantCulture);
            sorted.Add(sorted[^1] with { Message = $"{more} more errors follow", Fix = "fix those above and load again" });
        }

        return sorted;
    }

    private static List<DescriptionError> Sort(IEnumerable<DescriptionError> found) =>
        [.. found.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column)];
}
