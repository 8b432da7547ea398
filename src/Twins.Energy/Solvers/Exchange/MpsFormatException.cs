namespace Twins.Energy.Solvers.Exchange;

/// <summary>A file is not valid MPS: the message names the line and what is wrong with it.</summary>
public sealed class MpsFormatException : FormatException
{
    /// <summary>Makes the exception for one line.</summary>
    /// <param name="line">Line number, from 1.</param>
    /// <param name="message">What is wrong.</param>
    public MpsFormatException(int line, string message)
        : base($"Line {line}: {message}") => Line = line;

    /// <summary>Line number, from 1.</summary>
    public int Line { get; }
}
