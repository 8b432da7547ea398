using System.Globalization;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>The device (or the gateway before it) answered with an exception response: it is alive and refuses.</summary>
public sealed class ModbusDeviceException : ModbusException
{
    /// <summary>Creates the error.</summary>
    /// <param name="endpoint">Host and port of the device.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="code">The code of the response. A number outside the enumeration is kept: some vendors have their own.</param>
    public ModbusDeviceException(string endpoint, ModbusRequest request, ModbusExceptionCode code)
        : base(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{endpoint} refused {request} with exception {(int)code} ({Name(code)})."),
            request)
    {
        Code = code;
        WasSent = true;
    }

    /// <summary>Why the device refused.</summary>
    public ModbusExceptionCode Code { get; }

    private static string Name(ModbusExceptionCode code) => Enum.IsDefined(code) ? code.ToString() : "not in the standard";
}
