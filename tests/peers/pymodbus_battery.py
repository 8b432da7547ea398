"""A battery on pymodbus 3.0, with the register map of silo-config/devices/dc-battery-storage.yaml, as unit 1.
Prints "listening PORT"; ends when its standard input ends. It follows what is written to register 200: register 201 shows it,
and the power in registers 102 and 103 (charging is positive, as the map says) becomes it.
"""
import asyncio
import os
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer

SETPOINT, FOLLOWED = 200, 201
VOLTAGE, CURRENT, POWER, CHARGE, MAX_CHARGE, MAX_DISCHARGE, MODE, TEMPERATURE, STATE = 100, 101, 102, 104, 105, 106, 107, 108, 109
HOLDING_MODE, CONNECTED = 6, 1


class Registers(ModbusSequentialDataBlock):
    """Addresses of blocks are one higher than those on the wire."""

    def __init__(self):
        super().__init__(1, [0] * 300)
        for address, value in {
            VOLTAGE: 3800, CHARGE: 500, MAX_CHARGE: 500, MAX_DISCHARGE: 500, MODE: HOLDING_MODE, TEMPERATURE: 215, STATE: CONNECTED,
        }.items():
            super().setValues(address + 1, [value])

    def setValues(self, address, values):
        super().setValues(address, values)
        if address <= SETPOINT + 1 < address + len(values):
            self.follow(self.values[SETPOINT])

    def follow(self, raw):
        charging_tenths_of_kw = raw - 0x10000 if raw >= 0x8000 else raw
        watts = (charging_tenths_of_kw * 100) & 0xFFFFFFFF
        super().setValues(FOLLOWED + 1, [raw])
        super().setValues(POWER + 1, [watts >> 16, watts & 0xFFFF])
        super().setValues(CURRENT + 1, [round(charging_tenths_of_kw * 1000 / 380) & 0xFFFF])


async def main():
    context = ModbusServerContext(slaves={1: ModbusSlaveContext(hr=Registers())}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    print("listening", server.server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    serving.cancel()
    os._exit(0)


asyncio.run(main())
