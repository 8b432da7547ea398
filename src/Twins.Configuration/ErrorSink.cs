using System.Globalization;
using Twins.Configuration.Yaml;

namespace Twins.Configuration;

/// <summary>Collects the errors of all files, up to a bound; beyond it the count alone is kept.</summary>
public sealed class ErrorSink
{
    /// <summary>Errors kept; whoever has more mends these first.</summary>
    public const int Most = 500;

    private readonly List<DescriptionError> _errors = [];
    private int _dropped;

    /// <summary>Number of errors so far.</summary>
    public int Count => _errors.Count + _dropped;

    /// <summary>Adds an error, or counts it when there are too many.</summary>
    public void Add(Place place, string message, string mend)
    {
        if (_errors.Count == Most)
        {
            _dropped++;
            return;
        }

        _errors.Add(new DescriptionError(place.File, place.Line, place.Column, message, mend));
    }

    /// <summary>The errors by file, line and column; the last one says how many more there are.</summary>
    public IReadOnlyList<DescriptionError> ToSortedList()
    {
        var sorted = _errors.OrderBy(error => error.File, StringComparer.Ordinal).ThenBy(error => error.Line).ThenBy(error => error.Column).ToList();
        if (_dropped > 0)
        {
            var more = _dropped.ToString(CultureInfo.InvariantCulture);
            sorted.Add(sorted[^1] with { Message = $"{more} more errors follow", Mend = "mend those above and load again" });
        }

        return sorted;
    }
}
