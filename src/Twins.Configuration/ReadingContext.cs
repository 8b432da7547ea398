using Twins.Configuration.Yaml;
using Twins.Text;
using Twins.Types;

namespace Twins.Configuration;

/// <summary>What the readers of one file share: where errors go, and from which text each record came.</summary>
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
