using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Twins.Configuration.Yaml;
using Twins.Devices;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration;

/// <summary>What the readers of one file share: where errors go, and from which text each record came.</summary>
[SuppressMessage("Design", "MA0016:Prefer using collection abstraction instead of implementation", Justification = "Working state of one load.")]
public sealed class ReadingContext(ErrorSink errors, KnownDescriptions known)
{
    private readonly Dictionary<object, MappingNode> _sources = new(ReferenceEqualityComparer.Instance);

    /// <summary>What the files of the other kinds say.</summary>
    public KnownDescriptions Known { get; } = known;

    /// <summary>The type that the device file at hand implements; null in other files, or when the type is unknown or broken.</summary>
    public TwinType? Type { get; set; }

    /// <summary>Number of errors so far, over all files.</summary>
    public int ErrorCount => errors.Count;

    /// <summary>Keys of entries that have errors of their own: references to them are not reported again.</summary>
    public HashSet<string> BrokenKeys { get; } = new(StringComparer.Ordinal);

    /// <summary>Reports an error at a place.</summary>
    public void Error(Place place, string message, string fix) => errors.Add(place, message, fix);

    /// <summary>Reports an error at a place.</summary>
    public void Error(Place place, Complaint complaint) => errors.Add(place, complaint.Message, complaint.Fix);

    /// <summary>Reports what loads but will not work as well as it could.</summary>
    public void Warn(Place place, string message, string fix) => errors.Warn(place, message, fix);

    /// <summary>Remembers the text of a record.</summary>
    public void Remember(object record, MappingNode source) => _sources[record] = source;

    /// <summary>Where a record, or one of its fields, was written; the record's place when the field was not.</summary>
    public Place PlaceOf(object record, string? field = null)
    {
        var source = _sources[record];
        return field is null ? source.Place : source.Find(field)?.Place ?? source.Place;
    }

    /// <summary>Whether a record's field was written, readable or not.</summary>
    public bool IsWritten(object record, string field) => _sources[record].Find(field) is not null;

    /// <summary>The text of a record's field; null when it was not written.</summary>
    public Node? NodeOf(object record, string field) => _sources[record].Find(field);
}

/// <summary>Types and devices by key; null for a file that is there but could not be read, so that references to it are not blamed.</summary>
[SuppressMessage("Design", "MA0016:Prefer using collection abstraction instead of implementation", Justification = "Working state of one load.")]
public sealed class KnownDescriptions
{
    /// <summary>Types by key.</summary>
    public Dictionary<string, TwinType?> Types { get; } = new(StringComparer.Ordinal);

    /// <summary>Device descriptions by key.</summary>
    public Dictionary<string, DeviceDescription?> Devices { get; } = new(StringComparer.Ordinal);

    /// <summary>Content hashes of the files, by <c>types/key</c> or <c>devices/key</c>.</summary>
    public Dictionary<string, string> Hashes { get; } = new(StringComparer.Ordinal);
}

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

/// <summary>Reports keys that are given to two things.</summary>
public static class UniqueKeys
{
    /// <summary>Each later use of a key is an error that names the first one's line.</summary>
    /// <param name="entries">Key, record, and what the record is.</param>
    /// <param name="context">Where the records were read.</param>
    public static void Check(IEnumerable<(string Key, object Record, string Noun)> entries, ReadingContext context)
    {
        var first = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (key, record, noun) in entries)
        {
            if (!first.TryAdd(key, record))
            {
                var line = context.PlaceOf(first[key]).Line.ToString(CultureInfo.InvariantCulture);
                context.Error(context.PlaceOf(record, "key"), $"the {noun} key '{key}' is taken already, in line {line}", "choose another key");
            }
        }
    }
}
