using System.Collections.Immutable;
using Twins.Configuration;
using Twins.Configuration.Fields;

namespace Twins.Adapters.Mqtt;

/// <summary>The fields of an answer to a command.</summary>
internal static class MqttAcknowledgementFields
{
    private static readonly Field<MqttTemplate> Topic = Field.Required(
        "topic", TemplateReader.Topic, "The topic of the answer; may hold {site}, {device} and {index}, but no wildcards.");

    private static readonly Field<JsonPointer> Correlation = Field.Optional<JsonPointer>(
        "correlation", new JsonPointerReader(), null!, "Where the answer repeats the {command} of the payload.");

    private static readonly Field<bool> CorrelationData = Field.Optional(
        "correlationData", new FlagReader(), false, "Whether request and answer are joined by MQTT 5.0's response topic and correlation data instead.", "false");

    private static readonly Field<JsonPointer> Result = Field.Optional<JsonPointer>(
        "result", new JsonPointerReader(), null!, "Where the answer says whether it was taken; without it an answer alone says so.");

    private static readonly Field<ImmutableArray<MqttLiteral>> Accepted = Field.Optional(
        "accepted", new ListReader<MqttLiteral>(new LiteralReader()), [], "What the result says when it was taken.", "all but those refused");

    private static readonly Field<ImmutableArray<MqttLiteral>> Refused = Field.Optional(
        "refused", new ListReader<MqttLiteral>(new LiteralReader()), [], "What the result says when it was refused.", "all but those accepted");

    private static readonly Field<JsonPointer> Reason = Field.Optional<JsonPointer>("reason", new JsonPointerReader(), null!, "Where a refusal says why.");

    private static readonly Field<int> Timeout = Field.Optional(
        "timeoutMs", new IntegerReader(10, 600_000), 5000, "Milliseconds that the answer may take.", "5000");

    /// <summary>Reads an answer.</summary>
    public static readonly MappingReader<MqttAcknowledgement> Reader = new(
        "an acknowledgement", [Topic, MqttReportFields.Qos, Correlation, CorrelationData, Result, Accepted, Refused, Reason, Timeout], Build);

    private static MqttAcknowledgement? Build(MappingValues values, ReadingContext context)
    {
        var errors = context.ErrorCount;
        if (values.Has(Correlation) == values.Get(CorrelationData))
        {
            context.Error(
                values.Place,
                values.Has(Correlation) ? "the answer is matched twice, by 'correlation' and by 'correlationData'" : "nothing says which command the answer belongs to",
                values.Has(Correlation) ? "keep one of them" : "add 'correlation': where it repeats the {command}; or 'correlationData: true' for MQTT 5.0's");
        }

        if (values.Has(Result) && values.Get(Accepted).IsEmpty && values.Get(Refused).IsEmpty)
        {
            context.Error(values.PlaceOf(Result), "nothing says which results are good", "add 'accepted' or 'refused'");
        }

        foreach (var field in new Field[] { Accepted, Refused }.Where(field => values.Has(field) && !values.Has(Result)))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' has no 'result' to look at", "add 'result': where the answer says it");
        }

        foreach (var both in values.Get(Accepted).Intersect(values.Get(Refused)))
        {
            context.Error(values.PlaceOf(Refused), $"{both} is both accepted and refused", "keep one of them");
        }

        return context.ErrorCount > errors ? null : new MqttAcknowledgement
        {
            Topic = values.Get(Topic),
            QualityOfService = values.Get(MqttReportFields.Qos),
            Correlation = values.Get(Correlation),
            UsesCorrelationData = values.Get(CorrelationData),
            Result = values.Get(Result),
            Accepted = values.Get(Accepted),
            Refused = values.Get(Refused),
            Reason = values.Get(Reason),
            Timeout = TimeSpan.FromMilliseconds(values.Get(Timeout)),
        };
    }
}
