namespace Twins.Adapters.Modbus.Wire;

/// <summary>Why a device refused a request (Modbus Application Protocol V1.1b3, section 7).</summary>
public enum ModbusExceptionCode
{
    /// <summary>The device does not know the function, or not in its present state.</summary>
    IllegalFunction = 1,

    /// <summary>The device does not have (all of) the addresses.</summary>
    IllegalDataAddress = 2,

    /// <summary>A count or length in the request is wrong. It does not say that a register's value is out of its range.</summary>
    IllegalDataValue = 3,

    /// <summary>The device failed while it carried the request out; it may have been carried out in part.</summary>
    ServerDeviceFailure = 4,

    /// <summary>The device accepted the request and needs long to carry it out; the result has to be polled.</summary>
    Acknowledge = 5,

    /// <summary>The device is busy with a long command; the request may be repeated later.</summary>
    ServerDeviceBusy = 6,

    /// <summary>The device found a parity error in its extended memory.</summary>
    MemoryParityError = 8,

    /// <summary>The gateway has no path to the unit: misconfigured or overloaded.</summary>
    GatewayPathUnavailable = 10,

    /// <summary>The gateway got no answer from the unit: usually it is not on the bus.</summary>
    GatewayTargetDeviceFailedToRespond = 11,
}
