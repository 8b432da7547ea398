using Twins.Configuration.Fields;
using Twins.Devices;
using Twins.Sites;
using Twins.Types;

namespace Twins.Configuration;

/// <summary>
/// What a field protocol brings to the loader: the sections of the files that are written in its words, each as a table of fields, and what must
/// hold of them. Everything else in the files is the same for all protocols.
/// </summary>
public interface IProtocol
{
    /// <summary>The key under which device and site files hold its sections, such as <c>modbus</c>.</summary>
    string Key { get; }

    /// <summary>The name for people, such as <c>Modbus</c>.</summary>
    string Name { get; }

    /// <summary>What a description lists, for people: <c>registers</c>, <c>topics</c>.</summary>
    string Places { get; }

    /// <summary>The section of a device file; what it reads is an <see cref="IProtocolDescription"/>.</summary>
    Field DeviceSection { get; }

    /// <summary>The section of a connection in a site file; what it reads is an <see cref="IConnectionSettings"/>.</summary>
    Field ConnectionSection { get; }

    /// <summary>The fields of a site's device that tell it from the others of its connection; empty when nothing needs to.</summary>
    IReadOnlyList<Field> AddressFields { get; }

    /// <summary>What the fields of a site's device say; null when the protocol has none.</summary>
    /// <param name="values">What was read of the device.</param>
    /// <param name="device">Key of the device within the site.</param>
    IDeviceAddress? ReadAddress(MappingValues values, string device);

    /// <summary>Reports what does not fit together in a device file, and between it and its type.</summary>
    /// <param name="description">What <see cref="DeviceSection"/> read.</param>
    /// <param name="type">The type that the device implements.</param>
    /// <param name="context">Where it was read, and where errors go.</param>
    /// <returns>Whether every point could be read: only then what is missing is worth reporting.</returns>
    bool CheckDevice(IProtocolDescription description, TwinType type, ReadingContext context);

    /// <summary>Reports what does not fit together between the protocol's connections and devices of one site.</summary>
    /// <param name="site">The site.</param>
    /// <param name="context">Where it was read, and where errors go.</param>
    void CheckSite(SiteDescription site, ReadingContext context);
}

/// <summary>The protocols that a loader knows.</summary>
internal static class ProtocolLists
{
    /// <summary>The protocol of a key; null when there is none.</summary>
    public static IProtocol? Find(this IEnumerable<IProtocol> protocols, string? key) => protocols.FirstOrDefault(protocol => protocol.Key == key);

    /// <summary>Reports a mapping that has the section of no protocol, or of more than one.</summary>
    /// <param name="protocols">The protocols.</param>
    /// <param name="values">The mapping.</param>
    /// <param name="section">Which of a protocol's sections the mapping holds.</param>
    /// <param name="noun">What the mapping describes, with its article.</param>
    /// <param name="context">Where errors go.</param>
    public static void CheckOne(
        this IReadOnlyList<IProtocol> protocols, MappingValues values, Func<IProtocol, Field> section, string noun, ReadingContext context)
    {
        var written = protocols.Select(section).Where(values.IsWritten).ToList();
        if (written.Count > 1)
        {
            context.Error(values.PlaceOf(written[1]), $"{noun} speaks one protocol, not {string.Join(" and ", written.Select(field => $"'{field.Name}'"))}", "keep one of them");
        }
        else if (written.Count == 0)
        {
            context.Error(
                values.Place, $"{noun} needs a protocol",
                "add " + string.Join(", or ", protocols.Select(section).Select(field => $"'{field.Name}': {field.Expectation}")));
        }
    }
}
