using Twins.Energy.PowerFlow;

namespace Twins.Tests.Energy.PowerFlow;

public sealed class CaseFormatTests
{
    private const string Matpower = """
        function mpc = three_bus
        % a comment; with = signs [1 2]
        mpc.version = '2';
        mpc.baseMVA = 100;
        mpc.bus = [
            1 3 0  0  0 0 1 1    0 110 1 1.1 0.9;
            2 2 0  0  0 0 1 1    0 110 1 1.1 0.9;
            3 1 60 20 0 0 1 1    0 110 1 1.1 0.9; % load
        ];
        mpc.gen = [
            1 0  0 99 -99 1.02 100 1 200 0;
            2 30 0 99 -99 1.01 100 1 200 0;
            2 50 0 99 -99 1.05 100 0 200 0;
        ];
        mpc.branch = [
            1 2 0.01652893 0.06611570 0 100 0 0 0    0 1 -360 360;
            2 3 0.02479339 0.07438017 0 0   0 0 0    0 1 -360 360;
            1 3 0.03305785 0.09917355 0 0   0 0 0    0 1 -360 360;
            1 3 0.03305785 0.09917355 0 0   0 0 0    0 0 -360 360;
        ];
        """;

    [Fact]
    public void MatpowerRead_ThreeBuses_GivesTheSameAsTheCaseInOhms()
    {
        var network = MatpowerCaseFormat.Read(Matpower);

        var result = PowerFlowSolver.Solve(network);

        Assert.Equal("three_bus", network.Name);
        Assert.Equal(3, network.AcBranches.Length);
        Assert.Equal(2, network.AcBranches[0].Resistance, 1e-6);
        Assert.Equal(30e6, result.AcBuses[1].ActivePower, 1.0);
        Assert.Equal(1.01, result.AcBuses[1].VoltagePerUnit, 12);
        Assert.NotNull(result.AcBranches[0].Loading);
        Assert.Null(result.AcBranches[1].Loading);
    }

    [Fact]
    public void MatpowerRead_ConversionsAtTheEnd_AreUnderstood()
    {
        var network = MatpowerCaseFormat.Read(Matpower + """

            Vbase = mpc.bus(1, BASE_KV) * 1e3;      %% in Volts
            mpc.branch(:, [BR_R BR_X]) = mpc.branch(:, [BR_R BR_X]) / (Vbase^2 / Sbase);
            mpc.bus(:, [PD, QD]) = mpc.bus(:, [PD, QD]) / 1e3;
            """);

        Assert.Equal(0.01652893, network.AcBranches[0].Resistance, 1e-12);
        Assert.Equal(-60e3, network.AcBuses[2].ActivePower, 1e-6);
    }

    [Fact]
    public void MatpowerRead_OtherStatement_IsRefused()
    {
        var error = Assert.Throws<FormatException>(() => MatpowerCaseFormat.Read(Matpower + "\nmpc.bus(:, PD) = 2 * mpc.bus(:, PD);"));

        Assert.StartsWith("The statement 'mpc.bus(:, PD) = 2 * mpc.bus(:, PD);' changes a matrix", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mpc.baseMVA = 100;", "mpc.baseMVA = x;", "mpc.baseMVA: 'x' is not a number.")]
    [InlineData("mpc.gen", "mpc.generators", "The file has no matrix 'mpc.gen'.")]
    [InlineData("2 3 0.02479339", "2 9 0.02479339", "mpc.branch row 2 refers to bus 2 or 9, which is not in mpc.bus.")]
    [InlineData("1 0  0 99 -99 1.02 100 1 200 0;", "1 0 0;", "mpc.gen row 1 has 3 columns; at least 8 are needed.")]
    public void MatpowerRead_Fault_IsNamed(string original, string replacement, string message)
    {
        var error = Assert.Throws<FormatException>(() => MatpowerCaseFormat.Read(Matpower.Replace(original, replacement, StringComparison.Ordinal)));

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void JsonFormat_RoundTrip_KeepsTheSolution()
    {
        var read = JsonCaseFormat.Read(JsonCaseFormat.Write(BaranWuFeeders.Feeder33));

        Assert.Equal(
            PowerFlowSolver.Solve(BaranWuFeeders.Feeder33).TotalLosses, PowerFlowSolver.Solve(read).TotalLosses, 1e-6);
    }

    [Fact]
    public void JsonRead_HandWrittenCase_IsRead()
    {
        var network = JsonCaseFormat.Read("""
            {
              "dcBuses": [{"key": "source", "nominalVoltage": 400, "fixedVoltage": 400}, {"key": "load", "nominalVoltage": 400, "power": -20000}],
              "dcLines": [{"key": "line", "from": "source", "to": "load", "resistance": 0.2}]
            }
            """);

        Assert.Equal(389.737, PowerFlowSolver.Solve(network).DcBuses[1].Voltage, 3);
    }

    [Fact]
    public void JsonRead_MistypedMember_IsRefusedByName()
    {
        var error = Assert.Throws<FormatException>(() => JsonCaseFormat.Read("""{"dcBusses": []}"""));

        Assert.Contains("dcBusses", error.Message, StringComparison.Ordinal);
    }
}

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
            Converters = [new AcDcConverter("c", "ac", "dc", ConverterControl.DcVoltage)],
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
