// A Modbus TCP server of modbus-serial for the tests. Prints "listening PORT"; ends when its standard input ends.
// It has addresses 0 to 199, filled as those of pymodbus_server.py.
"use strict";
const { ServerTCP } = require("modbus-serial");

const SIZE = 200;
const ILLEGAL_DATA_ADDRESS = 2;
const addresses = Array.from({ length: SIZE }, (_, address) => address);
const holding = addresses.map((address) => 3 * address);
const input = addresses.map((address) => 5 * address);
const coils = addresses.map((address) => address % 3 === 0);
const discrete = addresses.map((address) => address % 5 === 0);

function checked(address) {
  if (address >= SIZE) {
    throw { modbusErrorCode: ILLEGAL_DATA_ADDRESS };
  }
  return address;
}

const server = new ServerTCP(
  {
    getCoil: (address) => coils[checked(address)],
    getDiscreteInput: (address) => discrete[checked(address)],
    getHoldingRegister: (address) => holding[checked(address)],
    getInputRegister: (address) => input[checked(address)],
    setCoil: (address, value) => { coils[checked(address)] = value; },
    setRegister: (address, value) => { holding[checked(address)] = value; },
  },
  // As text: the library takes the number 0 for "not set".
  { host: "127.0.0.1", port: "0", unitID: 7 });

server.on("initialized", () => console.log("listening", server._server.address().port));
process.stdin.on("end", () => process.exit(0)).resume();
