using System.Collections.Immutable;

namespace Twins.Configuration;

/// <summary>The descriptions have errors. The author of the files is at fault; the message lists every error on a line of its own.</summary>
public sealed class DescriptionException : Exception
{
    /// <summary>Makes the exception of a list of errors.</summary>
    /// <param name="errors">The errors; at least one.</param>
    public DescriptionException(ImmutableArray<DescriptionError> errors)
        : base(string.Join(Environment.NewLine, errors)) => Errors = errors;

    /// <summary>The errors, by file, line and column.</summary>
    public ImmutableArray<DescriptionError> Errors { get; }
}
