"""The process: it starts, says where it is, keeps its world, and ends."""

from __future__ import annotations

import json
import socket

import httpx
import pytest

from tests.support import bodies
from tests.support.sandbox import start_sandbox


def test_it_says_where_it_listens_and_cleans_up_after_itself(tmp_path):
    running = start_sandbox(tmp_path)
    said = json.loads((tmp_path / "server.json").read_text())
    assert said == {"url": running.url, "pid": running.process.pid}
    assert running.stop() == 0
    assert not (tmp_path / "server.json").exists()


def test_it_listens_on_loopback_only(server):
    port = httpx.URL(server.url).port
    own = socket.gethostbyname(socket.gethostname())
    if not own.startswith("127."):
        with pytest.raises(OSError), socket.create_connection((own, port), timeout=2):
            pass
    with socket.create_connection(("127.0.0.1", port), timeout=2):
        pass


def test_the_world_survives_a_restart_and_a_publish_goes_on(tmp_path):
    with start_sandbox(tmp_path) as first:
        known = first.accounts()["printify"]
        tokens = first.etsy_tokens()
        printify = first.printify()
        image = printify.post("/uploads/images.json", json=bodies.upload()).json()["id"]
        number = printify.post("/shops/5432/products.json", json=bodies.product(image)).json()["id"]
        printify.post(f"/shops/5432/products/{number}/publish.json", json=bodies.FULL_FLAGS)
        first.config(latency_ms=1)
    with start_sandbox(tmp_path) as second:
        assert second.accounts()["printify"] == known
        assert second.config()["latency_ms"] == 1
        assert second.printify().get(f"/uploads/{image}.json").status_code == 200
        second.advance(3)
        product = second.printify().get(f"/shops/5432/products/{number}.json").json()
        assert product["external"]["id"] == "1700000001"
        assert second.etsy(tokens["access_token"]).get("/listings/1700000001").json()["state"] == "draft"


def test_a_second_server_on_the_same_world_is_refused(tmp_path):
    with start_sandbox(tmp_path) as first:
        with pytest.raises(RuntimeError, match=r"status 8.*in use"):
            start_sandbox(tmp_path)
        assert first.status()["pid"] == first.process.pid


def test_a_taken_port_is_said(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(RuntimeError, match=r"status 9.*port"):
            start_sandbox(tmp_path, port=taken.getsockname()[1])


def test_callbacks_are_those_it_was_started_with(tmp_path):
    with start_sandbox(tmp_path, callbacks=["http://localhost:9/cb", "http://localhost:10/cb"]) as running:
        running.config(callbacks=["http://localhost:11/cb"])
        running.reset()
        assert running.config()["callbacks"] == ["http://localhost:9/cb", "http://localhost:10/cb"]


def test_it_ends_although_a_request_is_held(tmp_path):
    running = start_sandbox(tmp_path)
    running.fault("printify GET /shops.json", "hold")
    port = httpx.URL(running.url).port
    with socket.create_connection(("127.0.0.1", port)) as wire:
        wire.sendall(b"GET /printify/v1/shops.json HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
        running.wait(held=1)
        assert running.stop() == 0
