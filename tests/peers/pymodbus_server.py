"""A Modbus TCP server of pymodbus 3.0 for the tests. Prints "listening PORT"; ends when its standard input ends.

Unit 7 has addresses 0 to 199: holding registers 3 * address, input registers 5 * address, every third coil and every fifth
discrete input on. Units 8 and up are not there.
"""
import asyncio
import os
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.server.async_io import ModbusTcpServer

SIZE = 200


def block(values):
    # Addresses of blocks are one higher than those on the wire.
    return ModbusSequentialDataBlock(1, list(values))


def unit():
    addresses = range(SIZE)
    return ModbusSlaveContext(
        hr=block(3 * address for address in addresses),
        ir=block(5 * address for address in addresses),
        co=block(address % 3 == 0 for address in addresses),
        di=block(address % 5 == 0 for address in addresses),
    )


async def main():
    context = ModbusServerContext(slaves={7: unit()}, single=False)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0))
    serving = asyncio.create_task(server.serve_forever())
    await server.serving
    print("listening", server.server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    serving.cancel()
    os._exit(0)


asyncio.run(main())
