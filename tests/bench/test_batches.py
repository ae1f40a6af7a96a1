"""A batch of 500 pictures of 3 MB each, fetched and read in a process of its own: time, and memory that stays where it is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.accounts import ROOT

LINES, LETTERS = 500, 3_000_000
CHILD = """
import json, resource, sys, time
from pathlib import Path
from podpusher_cli.net.http import Http
from podpusher_cli.store.breaker import SharedBreaker
from podpusher_cli.store.pace import SharedPace
from podpusher_cli.store.traffic import TrafficFile
from tests.support.clock import FakeClock
from tests.workflows.test_batch_answers import Bench, RATES
from podpusher_cli.workflows.batch_answers import Reader

home, url, lines = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
traffic = TrafficFile(home / "net.db", FakeClock())
http = Http(clock=FakeClock(), pace=SharedPace(traffic), breaker=SharedBreaker(traffic), announce=print, user_agent="x", request_id="x")
bench = Bench(home / "home", http, lines)
bench.office._url = url
started, seen, marks = time.perf_counter(), 0, {}

def rss():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmRSS")).split()[1]) // 1024

bench.office.fetch("file-1", bench.path)
fetched = time.perf_counter() - started
read = bench.office.read

def counted(line):
    global seen
    seen += 1
    marks[seen] = rss()
    return read(line)

bench.office.read = counted
bench.read()
print(json.dumps({"fetched_s": fetched, "read_s": time.perf_counter() - started - fetched, "at_50": marks[50], "at_end": marks[lines],
    "most": max(marks.values()), "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, "left": len(bench.batches.unanswered(bench.batch.id))}))
"""


@pytest.mark.bench
@pytest.mark.timeout(900)
def test_memory_is_flat_over_500_pictures(tmp_path: Path) -> None:
    folder = tmp_path / "www" / "files" / "file-1"
    folder.mkdir(parents=True)
    with (folder / "content").open("wb") as file:
        for number in range(1, LINES + 1):
            body = {"data": [{"b64_json": "A" * LETTERS}], "usage": {"input_tokens": 50, "output_tokens": 1000}}
            told = {"custom_id": f"d-{number}:image", "response": {"status_code": 200, "request_id": "r", "body": body}}
            file.write(json.dumps(told).encode() + b"\n")
    command = [sys.executable, "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(tmp_path / "www")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, bufsize=1, env={"PYTHONUNBUFFERED": "1"}
    ) as server:
        assert server.stdout is not None
        port = server.stdout.readline().split("port ")[1].split()[0]
        try:
            words = [sys.executable, "-c", CHILD, str(tmp_path), f"http://127.0.0.1:{port}", str(LINES)]
            done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
        finally:
            server.terminate()
    told = json.loads(done.stdout.splitlines()[-1])
    print(f"\n{LINES} pictures of {LETTERS / 1e6:.0f} MB: {told}")
    assert told["left"] == 0
    assert told["at_end"] - told["at_50"] < 16, "resident memory grew"
    assert told["most"] < 250
