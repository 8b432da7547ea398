"""Clients of Eclipse Paho for Python against a broker, which prints what came about as one line of JSON.

Usage: paho_mqtt_clients.py PORT VERSION SCENARIO, with VERSION 311 or 5 and SCENARIO qualities or broken
"""
import json
import socket
import sys
import threading
import time

import paho.mqtt.client as mqtt
from paho.mqtt.properties import Properties
from paho.mqtt.packettypes import PacketTypes

PATIENCE = 50


class Peer:
    """A client on a thread of its own, with what it received."""

    def __init__(self, port, version, name, keep_session=False):
        self.port = port
        self.received = []
        self.acknowledged = set()
        self.changed = threading.Condition()
        self.version = mqtt.MQTTv5 if version == "5" else mqtt.MQTTv311
        if version == "5":
            self.client = mqtt.Client(name, protocol=self.version)
            properties = Properties(PacketTypes.CONNECT)
            properties.SessionExpiryInterval = 600 if keep_session else 0
            self.start = {"clean_start": not keep_session, "properties": properties}
        else:
            self.client = mqtt.Client(name, protocol=self.version, clean_session=not keep_session)
            self.start = {}
        self.subscribed = False
        self.connected = 0
        self.client.reconnect_delay_set(0.05, 0.2)
        self.client.max_inflight_messages_set(50)
        self.client.on_connect = self.note_connected
        self.client.on_message = self.note_message
        self.client.on_subscribe = self.note_subscribed
        self.client.on_publish = self.note_published

    def note_connected(self, *_):
        with self.changed:
            self.connected += 1
            self.changed.notify_all()

    def note_message(self, _client, _data, message):
        with self.changed:
            self.received.append([message.topic, message.payload.decode(), message.qos])
            self.changed.notify_all()

    def note_subscribed(self, *_):
        with self.changed:
            self.subscribed = True
            self.changed.notify_all()

    def note_published(self, _client, _data, mid, *_):
        with self.changed:
            self.acknowledged.add(mid)
            self.changed.notify_all()

    def wait(self, condition, what):
        with self.changed:
            if not self.changed.wait_for(condition, PATIENCE):
                raise TimeoutError(f"{what}; received {len(self.received)}, acknowledged {len(self.acknowledged)}")

    def connect(self):
        self.client.connect("127.0.0.1", self.port, 30, **self.start)
        self.client.loop_start()
        self.wait(lambda: self.connected > 0, "not connected")
        return self

    def subscribe(self, topic, qos):
        self.client.subscribe(topic, qos)
        self.wait(lambda: self.subscribed, "not subscribed")
        return self

    def break_connection(self):
        """Ends the connection without taking leave, in the middle of whatever is under way."""
        held = self.client.socket()
        if held is not None:
            try:
                held.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def close(self):
        self.client.disconnect()
        self.client.loop_stop()


def qualities(port, version):
    """Twenty messages of each quality, both ways."""
    subscriber = Peer(port, version, "subscriber").connect().subscribe("paho/#", 2)
    publisher = Peer(port, version, "publisher").connect()
    for qos in (0, 1, 2):
        for number in range(20):
            publisher.client.publish(f"paho/{qos}", str(number), qos)
    subscriber.wait(lambda: len(subscriber.received) >= 60, "not all received")
    publisher.wait(lambda: len(publisher.acknowledged) >= 60, "not all acknowledged")
    for peer in (subscriber, publisher):
        peer.close()
    return {"received": subscriber.received}


def broken(port, version):
    """500 messages of QoS 2 while the connections of both sides break again and again."""
    subscriber = Peer(port, version, "holder", keep_session=True).connect().subscribe("paho/x", 2)
    publisher = Peer(port, version, "sender", keep_session=True).connect()
    for number in range(500):
        publisher.client.publish("paho/x", str(number), 2)
        if number % 60 == 30:
            subscriber.break_connection()
        if number % 90 == 60:
            publisher.break_connection()
        time.sleep(0.001)
    publisher.wait(lambda: len(publisher.acknowledged) >= 500, "not all acknowledged")
    subscriber.wait(lambda: len(subscriber.received) >= 500, "not all received")
    for peer in (subscriber, publisher):
        peer.close()
    return {"payloads": [payload for _, payload, _ in subscriber.received], "connected": [subscriber.connected, publisher.connected]}


def main(port, version, scenario):
    print(json.dumps({"qualities": qualities, "broken": broken}[scenario](port, version)), flush=True)


main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
