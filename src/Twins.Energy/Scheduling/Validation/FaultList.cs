using System.Globalization;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Validation;

/// <summary>Collects faults; each names the element, the property, the value and the rule.</summary>
internal sealed class FaultList(int steps)
{
    private readonly List<string> _faults = [];

    public IReadOnlyList<string> All => _faults;

    public void Add(string fault) => _faults.Add(fault);

    public void Finite(string element, string name, double value) => Require(element, name, value, double.IsFinite(value), "must be finite");

    public void Positive(string element, string name, double value) =>
        Require(element, name, value, double.IsFinite(value) && value > 0, "must be positive");

    public void NotNegative(string element, string name, double value) =>
        Require(element, name, value, double.IsFinite(value) && value >= 0, "must not be negative");

    public void Within(string element, string name, double value, double lowest, double highest) => Require(
        element,
        name,
        value,
        value >= lowest && value <= highest,
        string.Create(CultureInfo.InvariantCulture, $"must lie within {lowest} … {highest}"));

    public void AtLeast(string element, string name, double value, double lowest) => Require(
        element,
        name,
        value,
        double.IsFinite(value) && value >= lowest,
        string.Create(CultureInfo.InvariantCulture, $"must be at least {lowest}"));

    public void Efficiency(string element, string name, double value) =>
        Require(element, name, value, value is > 0 and <= 1, "must be above 0 and at most 1");

    public void Finite(string element, string name, Profile profile) => Each(element, name, profile, Finite);

    public void NotNegative(string element, string name, Profile profile) => Each(element, name, profile, NotNegative);

    public void Ordered(string element, string earlierName, DateTimeOffset earlier, string laterName, DateTimeOffset later)
    {
        if (later <= earlier)
        {
            _faults.Add($"{element}: {laterName} is {later:O} and must be after {earlierName}, {earlier:O}");
        }
    }

    private void Each(string element, string name, Profile profile, Action<string, string, double> check)
    {
        if (profile.Count > 1 && profile.Count != steps)
        {
            _faults.Add($"{element}: {name} has {profile.Count} values for {steps} steps; give one for all or one for each");
            return;
        }

        for (int step = 0; step < profile.Count; step++)
        {
            check(element, profile.Count == 1 ? name : $"{name}[{step}]", profile[step]);
        }
    }

    private void Require(string element, string name, double value, bool fulfilled, string rule)
    {
        if (!fulfilled)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{element}: {name} is {value} and {rule}"));
        }
    }
}
