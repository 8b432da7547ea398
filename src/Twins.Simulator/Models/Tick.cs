using Twins.Energy.Physics;

namespace Twins.Simulator.Models;

/// <summary>One step of a site.</summary>
/// <param name="Time">Simulated instant at the end of the step.</param>
/// <param name="Length">Length of the step.</param>
/// <param name="Weather">The site's weather.</param>
internal readonly record struct Tick(DateTimeOffset Time, TimeSpan Length, Weather Weather);
