"""Sends 500 messages at each QoS through a broker with Eclipse Paho, and says what came.

Arguments: port of the broker on loopback, protocol version (4 or 5).
"""
import sys
import threading

import paho.mqtt.client as mqtt

PORT, VERSION, COUNT = int(sys.argv[1]), int(sys.argv[2]), 500


def client(name):
    arguments = dict(client_id=name, protocol=VERSION)
    if hasattr(mqtt, "CallbackAPIVersion"):
        return mqtt.Client(mqtt.CallbackAPIVersion.VERSION1, **arguments)
    return mqtt.Client(**arguments)


received = {0: [], 1: [], 2: []}
done, subscribed = threading.Event(), threading.Event()


def on_message(_client, _userdata, message):
    received[message.qos].append(int(message.payload))
    if all(len(messages) == COUNT for messages in received.values()):
        done.set()


subscriber = client("paho-subscriber")
subscriber.on_message = on_message
subscriber.on_subscribe = lambda *_: subscribed.set()
subscriber.connect("127.0.0.1", PORT)
subscriber.loop_start()
subscriber.subscribe("paho/#", 2)
assert subscribed.wait(30), "no SUBACK"

publisher = client("paho-publisher")
publisher.max_inflight_messages_set(100)
publisher.connect("127.0.0.1", PORT)
publisher.loop_start()
infos = [publisher.publish(f"paho/{qos}", str(number), qos) for number in range(COUNT) for qos in received]
for info in infos:
    info.wait_for_publish(30)
done.wait(30)
print(", ".join(f"{qos}: {len(messages)} {'in order' if messages == sorted(messages) else 'out of order'}" for qos, messages in received.items()))
publisher.disconnect()
subscriber.disconnect()
