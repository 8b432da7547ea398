"""Asks a Modbus TCP server with the client of pymodbus 3.0 and prints what came back as one line of JSON.

Usage: pymodbus_client.py PORT UNIT
"""
import json
import sys

from pymodbus.client import ModbusTcpClient


def main(port, unit):
    client = ModbusTcpClient("127.0.0.1", port=port)
    client.connect()
    seen = {
        "coils": client.read_coils(0, 10, slave=unit).bits[:10],
        "discreteInputs": client.read_discrete_inputs(0, 10, slave=unit).bits[:10],
        "holdingRegisters": client.read_holding_registers(0, 125, slave=unit).registers,
        "inputRegisters": client.read_input_registers(10, 3, slave=unit).registers,
    }
    client.write_coil(20, True, slave=unit)
    client.write_coils(21, [True, False, True], slave=unit)
    client.write_register(30, 0xBEEF, slave=unit)
    client.write_registers(31, [1, 0xFFFF, 3], slave=unit)
    client.mask_write_register(150, 0xF2, 0x25, unit=unit)
    combined = client.readwrite_registers(
        read_address=50, read_count=2, write_address=51, write_registers=[77], unit=unit
    )
    seen["coilsWritten"] = client.read_coils(20, 4, slave=unit).bits[:4]
    seen["registersWritten"] = client.read_holding_registers(30, 4, slave=unit).registers
    seen["masked"] = client.read_holding_registers(150, 1, slave=unit).registers
    seen["readWrite"] = combined.registers
    seen["exception"] = client.read_holding_registers(9999, 1, slave=unit).exception_code
    client.close()
    print(json.dumps(seen), flush=True)


main(int(sys.argv[1]), int(sys.argv[2]))
