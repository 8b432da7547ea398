using Twins.Benchmarks;

const string LoadAverage = "/proc/loadavg";

var benchmarks = typeof(IBenchmark).Assembly.GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IBenchmark)))
    .Select(type => (IBenchmark)Activator.CreateInstance(type)!)
    .OrderBy(benchmark => benchmark.Name, StringComparer.Ordinal)
    .ToList();

if (args.Length == 0)
{
    Console.WriteLine("Name one or more benchmarks, or \"all\":");
    foreach (var benchmark in benchmarks)
    {
        Console.WriteLine($"  {benchmark.Name,-24}{benchmark.About}");
    }

    return 0;
}

foreach (var name in args.Contains("all", StringComparer.Ordinal) ? benchmarks.Select(benchmark => benchmark.Name) : args)
{
    if (benchmarks.Find(each => string.Equals(each.Name, name, StringComparison.Ordinal)) is not { } benchmark)
    {
        Console.Error.WriteLine($"There is no benchmark \"{name}\".");
        return 1;
    }

    Console.WriteLine($"{benchmark.Name}: {benchmark.About}");
    if (File.Exists(LoadAverage))
    {
        Console.WriteLine($"  load average before: {File.ReadAllText(LoadAverage).Split(' ')[0]} on {Environment.ProcessorCount} cores");
    }

    await benchmark.RunAsync(new Report(Console.Out));
    Console.WriteLine();
}

return 0;
