using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Twins.Hosting.Telemetry;

/// <summary>
/// Sends metrics and traces to an OpenTelemetry collector when one is configured. The exporter itself reads the standard variables
/// (OTEL_EXPORTER_OTLP_ENDPOINT, _PROTOCOL, _HEADERS, …) from the environment.
/// </summary>
internal static class TelemetryHosting
{
    /// <summary>The variable that switches the export on.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    private static readonly string[] Meters =
        ["Twins.*", "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime"];

    private static readonly string[] Sources =
        ["Twins.*", "Microsoft.Orleans.Runtime", "Microsoft.Orleans.Application", "Microsoft.AspNetCore"];

    /// <summary>Whether a collector is configured; without one, calls between grains carry no trace.</summary>
    public static bool IsExported(IConfiguration configuration) => !string.IsNullOrEmpty(configuration[EndpointVariable]);

    /// <summary>Logs to the console on single lines, and exports what the variables ask for.</summary>
    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Logging.ClearProviders().AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        if (!IsExported(builder.Configuration))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("twins", serviceVersion: typeof(TelemetryHosting).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddOtlpExporter())
            .WithTracing(traces => traces.AddSource(Sources).AddOtlpExporter());
    }
}
