namespace Twins.Protocols.Modbus;

/// <summary>Creates masters of the implementation that the build selects: our own, or NModbus with <c>TwinsLibraries=usual</c>.</summary>
public static class ModbusMasters
{
    /// <summary>Creates a master; nothing is opened yet.</summary>
    /// <param name="options">Where the device is and how it is treated.</param>
    /// <param name="timeProvider">The clock of timeouts and delays; the system's unless given.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public static IModbusMaster Create(ModbusTcpMasterOptions options, TimeProvider? timeProvider = null) =>
        new SelectedModbusMaster(options, timeProvider);
}
