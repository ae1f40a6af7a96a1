"""Whether the process that holds something still lives."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from dataclasses import replace

import pytest

from podpusher_cli.core.runs import Holder
from podpusher_cli.store.holders import is_dead, is_here, this_process
from tests.support.kill import in_child


def test_this_process_lives() -> None:
    me = this_process()
    assert (me.host, me.pid) == (socket.gethostname(), os.getpid())
    assert me.started
    assert not is_dead(me)
    assert is_here(me)


def test_a_holder_reads_as_it_was_written() -> None:
    assert Holder.parse(str(this_process())) == this_process()
    odd = Holder("a|host", 7, "12")
    assert Holder.parse(str(odd)) == odd


def test_a_child_is_another_holder_than_its_parent() -> None:
    mine = this_process()
    assert in_child(lambda: 0 if this_process() != mine and not is_dead(mine) and is_here(this_process()) else 1) == 0


def test_a_process_that_ended_is_dead_and_one_that_nobody_waited_for_too() -> None:
    program = "import sys; from podpusher_cli.store.holders import this_process; print(this_process(), flush=True); sys.stdin.read()"
    child = subprocess.Popen([sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    holder = Holder.parse(child.stdout.readline().strip())
    assert not is_dead(holder)
    assert is_here(holder)

    child.send_signal(signal.SIGKILL)
    os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)  # ended, and still in the table of processes
    assert not is_here(holder)
    child.communicate()
    assert is_dead(holder)


def test_a_process_id_that_is_used_again_is_not_the_holder() -> None:
    earlier = replace(this_process(), started="1")
    assert is_dead(earlier)
    assert not is_here(earlier)


@pytest.mark.parametrize("pid", [1, os.getpid()], ids=["another", "this"])
def test_nobody_can_tell_of_another_machine(pid: int) -> None:
    elsewhere = Holder("elsewhere.example", pid, "1")
    assert not is_dead(elsewhere)
    assert not is_here(elsewhere)


def test_one_whose_beginning_is_not_known_counts_as_alive() -> None:
    unknown = replace(this_process(), started="")
    assert not is_dead(unknown)
    assert not is_here(unknown)
