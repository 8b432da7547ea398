namespace Twins.Runtime.CodeGeneration;

/// <summary>Makes of a message what would arrive if it were written by its annotations and read elsewhere.</summary>
public interface IMessageRebuilder
{
    /// <summary>The rebuilt value.</summary>
    /// <typeparam name="T">The declared type.</typeparam>
    /// <param name="value">What was sent.</param>
    /// <exception cref="NotSupportedException">A type on the way is not annotated.</exception>
    T Rebuild<T>(T value);
}
