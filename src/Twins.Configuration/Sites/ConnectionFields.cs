using Twins.Configuration.Fields;
using Twins.Sites;

namespace Twins.Configuration.Sites;

/// <summary>The fields of a connection: its key, and the section of its protocol.</summary>
internal sealed class ConnectionFields
{
    private static readonly Field<string> Key = Field.Required("key", KeyReader.KebabCase, "Key within the site.");

    private readonly IReadOnlyList<IProtocol> _protocols;

    public ConnectionFields(IReadOnlyList<IProtocol> protocols)
    {
        _protocols = protocols;
        Reader = new("a connection", [Key, .. protocols.Select(protocol => protocol.ConnectionSection)], Build);
    }

    /// <summary>Reads a connection.</summary>
    public MappingReader<ConnectionDescription> Reader { get; }

    private ConnectionDescription? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        _protocols.CheckOne(values, protocol => protocol.ConnectionSection, "a connection", context);
        var settings = _protocols.Select(protocol => values.Find(protocol.ConnectionSection)).OfType<IConnectionSettings>().FirstOrDefault();
        return context.ErrorCount == errors && settings is not null ? new ConnectionDescription(values.Get(Key), settings) : null;
    }
}
