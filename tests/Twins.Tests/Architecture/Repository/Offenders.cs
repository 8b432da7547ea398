namespace Twins.Tests.Architecture.Repository;

/// <summary>States a rule over many places and shows all that break it.</summary>
internal static class Offenders
{
    /// <summary>Fails with the rule and every offender when there is one.</summary>
    public static void None(string rule, IEnumerable<string> offenders)
    {
        var list = offenders.ToList();
        Assert.True(list.Count == 0, $"{rule}{Environment.NewLine}  {string.Join($"{Environment.NewLine}  ", list)}");
    }
}
