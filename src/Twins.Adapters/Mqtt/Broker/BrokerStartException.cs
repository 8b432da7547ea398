namespace Twins.Adapters.Mqtt.Broker;

/// <summary>
/// A broker cannot be started: an address cannot be listened on, or a password or TLS file is not what the site file says. The message
/// names site, place and cause.
/// </summary>
public sealed class BrokerStartException : Exception
{
    /// <summary>One cause.</summary>
    public BrokerStartException(string message, Exception? cause = null)
        : base(message, cause) => Complaints = [message];

    /// <summary>What the site file or the files that it names say is wrong; each a sentence of its own.</summary>
    public BrokerStartException(IReadOnlyList<string> complaints)
        : base(string.Join(Environment.NewLine, complaints)) => (Complaints, IsBadInput) = (complaints, true);

    /// <summary>Everything that is wrong.</summary>
    public IReadOnlyList<string> Complaints { get; }

    /// <summary>Whether a file is wrong, rather than something of the machine.</summary>
    public bool IsBadInput { get; }
}
