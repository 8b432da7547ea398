namespace Twins.Hosting.Mqtt;

/// <summary>A broker cannot be opened though its description is right: the port is taken, or what it kept cannot be read.</summary>
internal sealed class BrokerStartException(string message, Exception cause) : Exception(message, cause);
