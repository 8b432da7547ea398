// A client of MQTT.js against a broker, which prints what came about as one line of JSON.
//
// Usage: node mqtt_js_client.js URL VERSION, with a URL such as ws://127.0.0.1:5080/mqtt and VERSION 4 (3.1.1) or 5
"use strict";

const mqtt = require("mqtt");

const [url, version] = [process.argv[2], Number(process.argv[3])];
const options = { protocolVersion: version, reconnectPeriod: 0, connectTimeout: 20_000, rejectUnauthorized: false };

async function main() {
  const publisher = await mqtt.connectAsync(url, { ...options, clientId: "publisher" });
  await publisher.publishAsync("js/retained", "kept", { qos: 1, retain: true });
  const subscriber = await mqtt.connectAsync(url, {
    ...options,
    clientId: "subscriber",
    will: { topic: "js/will", payload: Buffer.from("lost"), qos: 1, retain: false },
  });
  const received = [];
  let enough;
  const done = new Promise((resolve) => { enough = resolve; });
  subscriber.on("message", (topic, payload, packet) => {
    received.push({ topic, size: payload.length, text: payload.length < 20 ? payload.toString() : "", qos: packet.qos, retain: packet.retain });
    if (topic === "js/last") {
      enough();
    }
  });
  const granted = await subscriber.subscribeAsync("js/#", { qos: 2 });
  for (const qos of [0, 1, 2]) {
    await publisher.publishAsync(`js/${qos}`, `of ${qos}`, { qos });
  }
  await publisher.publishAsync("js/large", Buffer.alloc(300_000, 7), { qos: 2 });
  await publisher.publishAsync("js/last", "", { qos: 2 });
  await done;

  // A connection that breaks leaves its will behind.
  const watcher = await mqtt.connectAsync(url, { ...options, clientId: "watcher" });
  await watcher.subscribeAsync("js/will", { qos: 1 });
  const will = new Promise((resolve) => watcher.on("message", (_, payload) => resolve(payload.toString())));
  subscriber.stream.destroy();
  const left = await will;

  await Promise.all([publisher.endAsync(), watcher.endAsync()]);
  console.log(JSON.stringify({ granted: granted.map((one) => one.qos), received, will: left }));
  process.exit(0);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
