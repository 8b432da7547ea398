using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Twins.Hosting.Configuration;
using Twins.Sites;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Validation;

namespace Twins.Hosting.Mqtt;

/// <summary>What a site file's broker means for the broker that is started.</summary>
internal static class BrokerOptions
{
    /// <summary>Listeners and limits as described.</summary>
    /// <param name="owner">Whose broker, for messages.</param>
    /// <param name="broker">The description.</param>
    /// <param name="simulated">
    /// Whether this run only simulates the site: then there is one listener, plain, on a free loopback port, so that several runs on one
    /// machine do not meet.
    /// </param>
    /// <exception cref="BadInputException">A TLS file cannot be used, or a limit does not fit the others.</exception>
    public static MqttBrokerOptions Of(string owner, BrokerDescription broker, bool simulated)
    {
        var limits = broker.Limits;
        var packet = limits.PacketBytes ?? MqttBrokerOptions.DefaultMaxPacketSize;
        var options = new MqttBrokerOptions
        {
            Listeners = simulated ? [new MqttListenerOptions()] : Listeners(owner, broker),
            MaxConnections = limits.Connections ?? MqttBrokerOptions.DefaultMaxConnections,
            MaxPacketSize = packet,
            MaxQueuedBytes = limits.QueuedBytes ?? Math.Max(packet, MqttBrokerOptions.DefaultMaxQueuedBytes),
            MaxRetainedBytes = limits.RetainedBytes ?? MqttBrokerOptions.DefaultMaxRetainedBytes,
            MaxSubscriptionsPerClient = limits.Subscriptions ?? MqttBrokerOptions.DefaultMaxSubscriptionsPerClient,
            ReceiveMaximum = limits.InFlight ?? MqttBrokerOptions.DefaultMaxInFlight,
            MaxInFlight = limits.InFlight ?? MqttBrokerOptions.DefaultMaxInFlight,
        };
        try
        {
            return options.Checked();
        }
        catch (ValidationException wrong)
        {
            throw new BadInputException($"{owner}: {wrong.Message}");
        }
    }

    private static ImmutableArray<MqttListenerOptions> Listeners(string owner, BrokerDescription broker)
    {
        var listeners = ImmutableArray.CreateBuilder<MqttListenerOptions>();
        var address = IPAddress.Parse(broker.Listen);
        if (broker.Port is { } port)
        {
            listeners.Add(new MqttListenerOptions { Address = IPAddress.IsLoopback(address) ? address : IPAddress.Loopback, Port = port });
        }

        if (broker.TlsPort is { } tlsPort)
        {
            listeners.Add(new MqttListenerOptions { Address = address, Port = tlsPort, Tls = BrokerTls.Read(owner, broker.Tls!) });
        }

        return listeners.ToImmutable();
    }
}
