using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Twins.Runtime.Hosting;

/// <summary>How the engine runs grains.</summary>
public sealed class RuntimeOptions
{
    /// <summary>Default of <see cref="CallTimeout"/>.</summary>
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="CallCycleGrace"/>.</summary>
    public static readonly TimeSpan DefaultCallCycleGrace = TimeSpan.FromSeconds(2);

    /// <summary>Default of <see cref="IdleAge"/>.</summary>
    public static readonly TimeSpan DefaultIdleAge = TimeSpan.FromMinutes(15);

    /// <summary>Default of <see cref="CollectionPeriod"/>.</summary>
    public static readonly TimeSpan DefaultCollectionPeriod = TimeSpan.FromMinutes(1);

    /// <summary>Default of <see cref="DeactivationTimeout"/>.</summary>
    public static readonly TimeSpan DefaultDeactivationTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Default of <see cref="MaxQueuedCalls"/>.</summary>
    public const int DefaultMaxQueuedCalls = 10_000;

    /// <summary>Default of <see cref="MaxActivations"/>.</summary>
    public const int DefaultMaxActivations = 500_000;

    /// <summary>Default of <see cref="StreamQueueLength"/>.</summary>
    public const int DefaultStreamQueueLength = 1_024;

    /// <summary>The assemblies whose grain classes run here. At least one.</summary>
    [MinLength(1)]
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>The names under which stream providers are found. Default: none.</summary>
    public ISet<string> StreamProviders { get; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>How long a caller waits for an answer. From 1 ms to 1 h; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan CallTimeout { get; set; } = DefaultCallTimeout;

    /// <summary>
    /// How long calls may have waited for each other before they are taken for a cycle and the last of them fails. A call to a grain that
    /// waits for the caller, and that the caller itself does not wait for, should be one-way. From 1 ms, or
    /// <see cref="Timeout.InfiniteTimeSpan"/> to leave cycles to the time-out; default 2 s.
    /// </summary>
    [CustomValidation(typeof(RuntimeOptions), nameof(CheckGrace))]
    public TimeSpan CallCycleGrace { get; set; } = DefaultCallCycleGrace;

    /// <summary>How long nobody has called a grain before it is deactivated. From 1 s to 1 day; default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan IdleAge { get; set; } = DefaultIdleAge;

    /// <summary>How often idle grains are looked for. From 1 s to 1 h; default 1 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan CollectionPeriod { get; set; } = DefaultCollectionPeriod;

    /// <summary>How long a grain's end is waited for before its token is cancelled. From 1 ms to 1 h; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan DeactivationTimeout { get; set; } = DefaultDeactivationTimeout;

    /// <summary>How many calls may wait for one grain; further ones are refused. From 1; default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxQueuedCalls { get; set; } = DefaultMaxQueuedCalls;

    /// <summary>
    /// How many grains may be in memory. At the bound those idle the longest make room; where none may, the call fails. From 1; default 500,000.
    /// </summary>
    [Range(1, 100_000_000)]
    public int MaxActivations { get; set; } = DefaultMaxActivations;

    /// <summary>How many events may wait for one subscriber before publishers wait. From 1; default 1,024.</summary>
    [Range(1, 1_000_000)]
    public int StreamQueueLength { get; set; } = DefaultStreamQueueLength;

    /// <summary>For tests: rebuild every argument, result, event and state from its annotated members. Default: no, messages are shared.</summary>
    public bool RebuildMessages { get; set; }

    /// <summary>Whether a grace is one; for validation.</summary>
    /// <param name="grace">The value.</param>
    /// <param name="context">Names the option.</param>
    public static ValidationResult? CheckGrace(TimeSpan grace, ValidationContext context) =>
        grace == Timeout.InfiniteTimeSpan || grace >= TimeSpan.FromMilliseconds(1)
            ? ValidationResult.Success
            : new ValidationResult($"The field {context.MemberName} must be 1 ms or more, or infinite, but is {grace}.");
}
