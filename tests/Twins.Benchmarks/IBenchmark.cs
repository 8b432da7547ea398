namespace Twins.Benchmarks;

/// <summary>One measurement, run by its name. Every class of this assembly that implements it is listed and can be run.</summary>
internal interface IBenchmark
{
    /// <summary>How it is called on the command line.</summary>
    string Name { get; }

    /// <summary>What it measures, in one line.</summary>
    string About { get; }

    /// <summary>Measures, and reports each figure beside the yardsticks measured in the same run.</summary>
    Task RunAsync(Report report);
}
