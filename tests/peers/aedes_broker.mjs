// An MQTT broker of aedes for the tests. Prints "listening PORT"; ends when its standard input ends.
import { createServer } from "node:net";
import { Aedes } from "aedes";

const broker = await Aedes.createBroker({ concurrency: 1000 });
const server = createServer(broker.handle);
server.listen(0, "127.0.0.1", () => console.log("listening", server.address().port));
process.stdin.on("end", () => process.exit(0)).resume();
