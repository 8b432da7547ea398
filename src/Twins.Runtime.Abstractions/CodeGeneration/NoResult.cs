namespace Twins.Runtime.CodeGeneration;

/// <summary>The result of a call that returns none.</summary>
public readonly struct NoResult;
