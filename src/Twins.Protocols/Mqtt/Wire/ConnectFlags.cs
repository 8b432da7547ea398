namespace Twins.Protocols.Mqtt.Wire;

/// <summary>The flags of CONNECT (5.0, section 3.1.2.3); bits 3 and 4 are the will's quality of service.</summary>
[Flags]
internal enum ConnectFlags
{
    None = 0,
    Reserved = 1,
    CleanStart = 2,
    Will = 4,
    WillRetain = 32,
    Password = 64,
    UserName = 128,
}
