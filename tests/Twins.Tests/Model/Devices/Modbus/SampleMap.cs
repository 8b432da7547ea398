using Twins.Adapters.Modbus;
using Twins.Sites;
using Twins.Tests.Model.Descriptions;

namespace Twins.Tests.Model.Devices.Modbus;

/// <summary>Compiled maps of the sample device, with other blocks or points.</summary>
internal static class SampleMap
{
    public static TwinDefinition Define(string reads = "", string points = "", int modules = 2, int allowedGap = 0)
    {
        var device = SampleFiles.Device
            .Replace("modbus:\n", $"modbus:\n  allowedGap: {allowedGap}\n", StringComparison.Ordinal)
            .Replace("  points:\n", $"{reads}  points:\n{points}", StringComparison.Ordinal);
        var site = SampleFiles.Site.Replace("modules: 2", $"modules: {modules}", StringComparison.Ordinal);
        return SampleFiles.Load(device: device, site: site).GetCatalog().FindDevice(new DeviceKey("lab", "battery-1"))!;
    }

    public static ModbusMap Compile(string reads = "", string points = "", int modules = 2, int allowedGap = 0) =>
        ModbusMap.Compile(Define(reads, points, modules, allowedGap));

    /// <summary>The plan, as <c>table start-end</c>.</summary>
    public static IEnumerable<string> Plan(ModbusMap map) =>
        ModbusReadPlan.Create(map).Select(request => $"{request.Table} {request.Start}-{request.End - 1} every {request.Every.TotalSeconds} s");
}
