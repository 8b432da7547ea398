using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Sites;

namespace Twins.Adapters.Modbus;

/// <summary>A device's Modbus map, compiled once: groups laid out, ordinals resolved, codecs built. Immutable; devices of one definition share it.</summary>
public sealed class ModbusMap
{
    private readonly FrozenDictionary<int, ModbusSetpoint> _setpoints;
    private readonly FrozenDictionary<int, ModbusItem> _items;

    private ModbusMap(ImmutableArray<ModbusItem> items, ImmutableArray<ModbusSetpoint> setpoints, ImmutableArray<ModbusRegister> scaleFactors, ModbusLayout layout, ModbusDescription description)
    {
        Items = items;
        Setpoints = setpoints;
        ScaleFactors = scaleFactors;
        Layout = layout;
        AllowedGap = description.AllowedGap;
        MaxRegisters = description.MaxRegisters;
        _items = items.ToFrozenDictionary(item => item.Ordinal);
        _setpoints = setpoints.ToFrozenDictionary(setpoint => setpoint.Target.Ordinal);
    }

    /// <summary>The read points, in the order of the description and then of the parts.</summary>
    public ImmutableArray<ModbusItem> Items { get; }

    /// <summary>The commanded points.</summary>
    public ImmutableArray<ModbusSetpoint> Setpoints { get; }

    /// <summary>The scale factor registers; an item's <see cref="ModbusItem.ScaleFactorSlot"/> is an index.</summary>
    public ImmutableArray<ModbusRegister> ScaleFactors { get; }

    /// <summary>Registers that nobody described which a merged read may cover.</summary>
    public int AllowedGap { get; }

    /// <summary>Registers that the device gives in one request.</summary>
    public int MaxRegisters { get; }

    internal ModbusLayout Layout { get; }

    /// <summary>Compiles the map of a device.</summary>
    /// <param name="definition">A definition that the loader has checked.</param>
    /// <exception cref="ArgumentException">The device does not speak Modbus.</exception>
    public static ModbusMap Compile(TwinDefinition definition)
    {
        var description = definition.Description.Protocol as ModbusDescription
            ?? throw new ArgumentException($"'{definition.Description.Key}' has no Modbus map.", nameof(definition));
        var layout = ModbusLayout.Create(description, definition.Entry.Counts);
        var factors = layout.Points.Concat(layout.Writes.Select(write => write.Target)).Select(placed => placed.Point)
            .Where(point => point.ScaleFactorAddress is not null)
            .Select(point => new ModbusRegister(point.Table, point.ScaleFactorAddress!.Value)).Distinct().ToImmutableArray();
        var items = layout.Points.Select(placed => Compile(definition, placed, factors)).ToImmutableArray();
        var setpoints = layout.Writes.Select(write =>
        {
            var target = Compile(definition, write.Target, factors);
            var readBack = write.Write.ReadBackAddress is { } address ? target with { Address = address + (write.Target.Part * write.Target.Point.Stride) } : target;
            return new ModbusSetpoint(target, readBack, write.Write);
        }).ToImmutableArray();
        return new ModbusMap(items, setpoints, factors, layout, description);
    }

    /// <summary>The read item of a point; null when the device does not show it.</summary>
    /// <param name="ordinal">Ordinal of the point.</param>
    public ModbusItem? FindItem(int ordinal) => _items.GetValueOrDefault(ordinal);

    /// <summary>The commanded point of an ordinal; null when it cannot be written.</summary>
    /// <param name="ordinal">Ordinal of the point.</param>
    public ModbusSetpoint? FindSetpoint(int ordinal) => _setpoints.GetValueOrDefault(ordinal);

    private static ModbusItem Compile(TwinDefinition definition, PlacedPoint placed, ImmutableArray<ModbusRegister> factors)
    {
        if (!definition.Points.TryGetOrdinal(placed.Key, out var ordinal))
        {
            throw new ArgumentException($"'{definition.Key}' has no point '{placed.Key}'.", nameof(definition));
        }

        var point = placed.Point;
        var slot = point.ScaleFactorAddress is { } address ? factors.IndexOf(new ModbusRegister(point.Table, address)) : -1;
        return new ModbusItem(ordinal, placed.Key, point.Table, placed.Address, new ModbusCodec(point, definition.Points[ordinal]), slot);
    }
}

/// <summary>A register's place.</summary>
/// <param name="Table">Which table.</param>
/// <param name="Address">Address on the wire.</param>
public readonly record struct ModbusRegister(ModbusTable Table, int Address);
