using System.CommandLine;
using System.Text;
using Twins.Adapters.Mqtt.Broker.Access;

namespace Twins.Hosting.Commands;

/// <summary><c>twins mqtt-password</c>: makes the line that a broker account's file holds instead of the password.</summary>
internal static class MqttPasswordCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("mqtt-password", "Reads a password from standard input and prints its hash, for the file of a broker account");
        command.SetAction(_ => Run());
        return command;
    }

    private static int Run()
    {
        if (!Console.IsInputRedirected)
        {
            Console.Error.Write("Password: ");
        }

        var password = Console.IsInputRedirected ? Console.In.ReadLine() : ReadHidden();
        if (string.IsNullOrEmpty(password))
        {
            Console.Error.WriteLine("A password must not be empty; give it on standard input.");
            return ExitCodes.BadInput;
        }

        Console.WriteLine(BrokerPassword.Hash(Encoding.UTF8.GetBytes(password)));
        return ExitCodes.Success;
    }

    private static string ReadHidden()
    {
        var typed = new StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        Console.Error.WriteLine();
        return typed.ToString();
    }
}
