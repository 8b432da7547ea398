using Twins.Protocols.Mqtt;
using Twins.Testing.Peers;

namespace Twins.Benchmarks.Mqtt;

/// <summary>This program as nothing but a broker with its default limits, so that it can be measured from outside.</summary>
internal static class OwnBroker
{
    /// <summary>The argument that makes it one.</summary>
    public const string Command = "serve-mqtt";

    /// <summary>What it prints before its port.</summary>
    public const string Ready = "listening on port ";

    /// <summary>Serves until the input ends.</summary>
    public static async Task ServeAsync(TextReader input, TextWriter output)
    {
        await using var broker = new MqttBroker(new MqttBrokerOptions { MaxKeepAlive = TimeSpan.FromHours(1) });
        await broker.StartAsync();
        await output.WriteLineAsync(FormattableString.Invariant($"{Ready}{broker.Endpoints[0].Port}"));
        await output.FlushAsync();
        await input.ReadToEndAsync();
    }

    /// <summary>Starts this program anew.</summary>
    public static PeerProcess Start()
    {
        var program = Environment.ProcessPath!;
        var isDotnet = string.Equals(Path.GetFileNameWithoutExtension(program), "dotnet", StringComparison.Ordinal);
        return isDotnet
            ? PeerProcess.Start(program, Path.Combine(AppContext.BaseDirectory, "Twins.Benchmarks.dll"), Command)
            : PeerProcess.Start(program, Command);
    }
}
