namespace Twins.Runtime;

/// <summary>The base of grain interfaces whose grains are named by a string, such as <c>site/device</c>.</summary>
public interface IGrainWithStringKey : IGrain;
