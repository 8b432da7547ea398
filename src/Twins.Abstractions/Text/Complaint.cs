namespace Twins.Text;

/// <summary>What is wrong, and what to write instead.</summary>
/// <param name="Message">What is wrong, naming the value and the place's expectation.</param>
/// <param name="Fix">What to write instead.</param>
public readonly record struct Complaint(string Message, string Fix)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Message} — {Fix}";
}
