namespace Twins.Adapters.Modbus.Wire;

/// <summary>The answer breaks the protocol. When frames can no longer be told apart, the connection is closed as well.</summary>
public sealed class ModbusProtocolException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the device.</param>
    /// <param name="violation">What is wrong, as a clause that names the value and what it should have been.</param>
    /// <param name="request">What was asked, if the answer belongs to a request.</param>
    public ModbusProtocolException(string endpoint, string violation, ModbusRequest? request)
        : base(
            request is { } asked
                ? $"{endpoint} answered {asked} wrongly: {violation}."
                : $"{endpoint} sent what is no Modbus frame: {violation}.",
            request)
    {
        Violation = violation;
        WasSent = true;
    }

    /// <summary>What is wrong, as a clause that names the value and what it should have been.</summary>
    public string Violation { get; }
}
