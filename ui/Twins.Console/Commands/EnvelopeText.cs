using Twins.Commands;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Commands;

/// <summary>A setpoint's envelope in words, in the unit of the screen.</summary>
public static class EnvelopeText
{
    /// <summary>The limits that bind at either end, each with its source.</summary>
    public static IEnumerable<(string Limit, string Source)> Describe(SetpointEnvelope envelope, DisplayUnit unit) =>
        new[] { envelope.Minimum, envelope.Maximum }.OfType<EnvelopeLimit>().Select(limit => (Of(limit, unit), limit.Source));

    /// <summary>A limit, such as <c>not above 100.00 kW</c>.</summary>
    public static string Of(EnvelopeLimit limit, DisplayUnit unit) =>
        $"not {(limit.Side == LimitSide.Minimum ? "below" : "above")} {unit.Text(limit.Value)}";
}
