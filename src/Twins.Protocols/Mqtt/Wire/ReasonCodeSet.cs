namespace Twins.Protocols.Mqtt.Wire;

/// <summary>A set of reason codes, which lie below 0x40 when they are good and from 0x80 to 0xBF when they are not.</summary>
internal readonly struct ReasonCodeSet
{
    private readonly ulong _good;
    private readonly ulong _bad;

    public ReasonCodeSet(params ReadOnlySpan<MqttReasonCode> codes)
    {
        foreach (var code in codes)
        {
            var bit = 1UL << ((int)code & 0x3F);
            if ((int)code < 0x80)
            {
                _good |= bit;
            }
            else
            {
                _bad |= bit;
            }
        }
    }

    public bool Contains(MqttReasonCode code)
    {
        var bit = 1UL << ((int)code & 0x3F);
        return ((int)code & 0xC0) switch
        {
            0x00 => (_good & bit) != 0,
            0x80 => (_bad & bit) != 0,
            _ => false,
        };
    }
}
