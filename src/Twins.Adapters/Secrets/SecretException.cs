namespace Twins.Adapters.Secrets;

/// <summary>A secret is not where the description says, or is not kept as secrets are. The message names the place, never the secret.</summary>
public sealed class SecretException(string message, Exception? cause = null) : Exception(message, cause);
