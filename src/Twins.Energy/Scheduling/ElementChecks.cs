namespace Twins.Energy.Scheduling;

/// <summary>The rules of each kind of element.</summary>
internal static class ElementChecks
{
    public static void Check(SiteGridConnection connection, string name, FaultList faults)
    {
        faults.Finite(name, nameof(connection.ImportPriceEurPerKwh), connection.ImportPriceEurPerKwh);
        faults.Finite(name, nameof(connection.ExportPriceEurPerKwh), connection.ExportPriceEurPerKwh);
        faults.NotNegative(name, nameof(connection.ImportCapacityW), connection.ImportCapacityW);
        faults.NotNegative(name, nameof(connection.ExportCapacityW), connection.ExportCapacityW);
        faults.NotNegative(name, nameof(connection.ImportLimitW), connection.ImportLimitW ?? 0);
        faults.NotNegative(name, nameof(connection.DemandChargeEurPerKw), connection.DemandChargeEurPerKw);
        faults.NotNegative(name, nameof(connection.BillingPeakW), connection.BillingPeakW);
        faults.Positive(name, nameof(connection.DemandWindow), connection.DemandWindow.TotalHours);
        faults.NotNegative(name, nameof(connection.WindowImportWh), connection.WindowImportWh ?? 0);
        faults.NotNegative(name, nameof(connection.EmissionsKgPerKwh), connection.EmissionsKgPerKwh);
    }

    public static void Check(SiteBattery battery, string name, FaultList faults)
    {
        faults.Positive(name, nameof(battery.CapacityWh), battery.CapacityWh);
        faults.Within(name, nameof(battery.InitialEnergyWh), battery.InitialEnergyWh, 0, Math.Max(0, battery.CapacityWh));
        faults.NotNegative(name, nameof(battery.MaxChargePowerW), battery.MaxChargePowerW);
        faults.NotNegative(name, nameof(battery.MaxDischargePowerW), battery.MaxDischargePowerW);
        faults.Efficiency(name, nameof(battery.ChargeEfficiency), battery.ChargeEfficiency);
        faults.Efficiency(name, nameof(battery.DischargeEfficiency), battery.DischargeEfficiency);
        faults.Within(name, nameof(battery.SelfDischargePerHour), battery.SelfDischargePerHour, 0, 1);
        faults.NotNegative(name, nameof(battery.WearCostEurPerKwh), battery.WearCostEurPerKwh);
        faults.NotNegative(name, nameof(battery.QuadraticWearEurPerKw2h), battery.QuadraticWearEurPerKw2h);
        faults.Within(name, nameof(battery.MinStateOfCharge), battery.MinStateOfCharge, 0, 1);
        faults.Within(name, nameof(battery.MaxStateOfCharge), battery.MaxStateOfCharge, battery.MinStateOfCharge, 1);
        faults.Finite(name, nameof(battery.TerminalValueEurPerKwh), battery.TerminalValueEurPerKwh ?? 0);
    }

    public static void Check(HydrogenStore store, string name, FaultList faults)
    {
        faults.Positive(name, nameof(store.TankCapacityWh), store.TankCapacityWh);
        faults.Within(name, nameof(store.InitialEnergyWh), store.InitialEnergyWh, 0, Math.Max(0, store.TankCapacityWh));
        faults.NotNegative(name, nameof(store.ElectrolyserPowerW), store.ElectrolyserPowerW);
        faults.NotNegative(name, nameof(store.FuelCellPowerW), store.FuelCellPowerW);
        faults.Efficiency(name, nameof(store.ElectrolyserEfficiency), store.ElectrolyserEfficiency);
        faults.Efficiency(name, nameof(store.FuelCellEfficiency), store.FuelCellEfficiency);
        faults.NotNegative(name, nameof(store.WearCostEurPerKwh), store.WearCostEurPerKwh);
        faults.Finite(name, nameof(store.TerminalValueEurPerKwh), store.TerminalValueEurPerKwh);
    }

    public static void Check(SitePhotovoltaic plant, string name, FaultList faults) =>
        faults.NotNegative(name, nameof(plant.AvailablePowerW), plant.AvailablePowerW);

    public static void Check(SiteLoad load, string name, FaultList faults)
    {
        faults.NotNegative(name, nameof(load.DrawnPowerW), load.DrawnPowerW);
        faults.Within(name, nameof(load.Priority), load.Priority, 0, SiteLoad.MaxPriority);
    }

    public static void Check(DeferrableLoad load, string name, FaultList faults)
    {
        faults.Ordered(name, nameof(load.Earliest), load.Earliest, nameof(load.Latest), load.Latest);
        faults.NotNegative(name, nameof(load.EnergyWh), load.EnergyWh);
        faults.NotNegative(name, nameof(load.MaxPowerW), load.MaxPowerW);
    }

    public static void Check(VehicleVisit visit, string name, FaultList faults)
    {
        faults.Ordered(name, nameof(visit.Arrival), visit.Arrival, nameof(visit.Departure), visit.Departure);
        faults.NotNegative(name, nameof(visit.ArrivalEnergyWh), visit.ArrivalEnergyWh);
        faults.NotNegative(name, nameof(visit.TargetEnergyWh), visit.TargetEnergyWh);
        faults.NotNegative(name, nameof(visit.MinEnergyWh), visit.MinEnergyWh);
        faults.NotNegative(name, nameof(visit.MaxChargePowerW), visit.MaxChargePowerW);
        faults.Within(name, nameof(visit.MinChargePowerW), visit.MinChargePowerW, 0, Math.Max(0, visit.MaxChargePowerW));
        faults.NotNegative(name, nameof(visit.MaxDischargePowerW), visit.MaxDischargePowerW);
        faults.Efficiency(name, nameof(visit.ChargeEfficiency), visit.ChargeEfficiency);
        faults.Efficiency(name, nameof(visit.DischargeEfficiency), visit.DischargeEfficiency);
        faults.NotNegative(name, nameof(visit.WearCostEurPerKwh), visit.WearCostEurPerKwh);
        if (visit.CapacityWh is { } capacityWh)
        {
            faults.AtLeast(name, nameof(visit.CapacityWh), capacityWh, Math.Max(visit.ArrivalEnergyWh, visit.TargetEnergyWh));
        }
    }

    public static void Check(ShipCall call, string name, FaultList faults)
    {
        faults.Ordered(name, nameof(call.EarliestStart), call.EarliestStart, nameof(call.LatestEnd), call.LatestEnd);
        faults.Within(name, nameof(call.Duration), call.Duration.TotalHours, double.Epsilon, (call.LatestEnd - call.EarliestStart).TotalHours);
        faults.NotNegative(name, nameof(call.DrawnPowerW), call.DrawnPowerW);
    }

    public static void Check(InterlinkConverter converter, string name, FaultList faults)
    {
        faults.NotNegative(name, nameof(converter.MaxFromFirstW), converter.MaxFromFirstW);
        faults.NotNegative(name, nameof(converter.MaxFromSecondW), converter.MaxFromSecondW);
        faults.Efficiency(name, nameof(converter.EfficiencyFromFirst), converter.EfficiencyFromFirst);
        faults.Efficiency(name, nameof(converter.EfficiencyFromSecond), converter.EfficiencyFromSecond);
        if (converter.FirstBus == converter.SecondBus)
        {
            faults.Add($"{name} begins and ends at bus '{converter.FirstBus}'");
        }
    }

    public static void Check(DataCentre centre, string name, FaultList faults)
    {
        faults.NotNegative(name, nameof(centre.DrawnPowerW), centre.DrawnPowerW);
        faults.Within(name, nameof(centre.RecoverableShare), centre.RecoverableShare, 0, 1);
        faults.NotNegative(name, nameof(centre.HeatDemandW), centre.HeatDemandW);
        faults.Finite(name, nameof(centre.HeatValueEurPerKwh), centre.HeatValueEurPerKwh);
        faults.NotNegative(name, nameof(centre.ElectricityPerHeat), centre.ElectricityPerHeat);
    }
}
