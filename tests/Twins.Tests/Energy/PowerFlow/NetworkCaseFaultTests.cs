using Twins.Energy.PowerFlow;
using Twins.Energy.PowerFlow.Networks;

namespace Twins.Tests.Energy.PowerFlow;

public sealed class NetworkCaseFaultTests
{
    [Fact]
    public void Solve_SeveralFaults_NamesEachWithElementAndValue()
    {
        var network = new NetworkCase
        {
            AcBuses = [new AcBus("a", -400) { Control = AcBusControl.Slack }, new AcBus("b", 400) { ActivePower = double.NaN }],
            AcBranches = [new AcBranch("line", "a", "c", 0.1, 0.1), new AcBranch("loop", "b", "b", 0, 0)],
        };

        var error = Assert.Throws<NetworkCaseException>(() => PowerFlowSolver.Solve(network));

        Assert.Equal(
            [
                "AC bus 'a': NominalVoltage is -400 and must be positive",
                "AC bus 'b': a value is NaN and must be finite",
                "AC branch 'line' refers to AC bus 'c', which is not in the case",
                "AC branch 'loop' begins and ends at 'b'",
                "AC branch 'loop' has neither resistance nor reactance; join its buses into one instead",
            ],
            error.Faults);
    }

    [Fact]
    public void Solve_DisconnectedBus_NamesTheIsland()
    {
        var network = new NetworkCase { AcBuses = [new AcBus("a", 400) { Control = AcBusControl.Slack }, new AcBus("b", 400)] };

        var error = Assert.Throws<NetworkCaseException>(() => PowerFlowSolver.Solve(network));

        Assert.Equal(["the AC island 'b' has no slack bus or grid-forming converter"], error.Faults);
    }

    [Fact]
    public void Solve_VoltageHeldTwice_NamesTheBus()
    {
        var network = new NetworkCase
        {
            AcBuses = [new AcBus("ac", 400) { Control = AcBusControl.Slack }],
            DcBuses = [new DcBus("dc", 700) { FixedVoltage = 700 }],
            Converters = [new Converter("c", "ac", "dc", ConverterControl.DcVoltage)],
        };

        var error = Assert.Throws<NetworkCaseException>(() => PowerFlowSolver.Solve(network));

        Assert.Equal(["the voltage of DC bus 'dc' is held by 2 elements; only one may hold it"], error.Faults);
    }

    [Fact]
    public void Solve_EmptyCase_SaysSo()
    {
        var error = Assert.Throws<NetworkCaseException>(() => PowerFlowSolver.Solve(new NetworkCase()));

        Assert.Equal(["the case has no bus"], error.Faults);
    }
}
