"""A server's process takes only as many connections as it has threads for."""

import os
import runpy
import socket
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.http.errors import LimitRequestLine
from gunicorn.http.message import Request
from gunicorn.http.unreader import IterUnreader

from portal.request_worker import EvenThreadWorker

THREADS = 2
SERVER = runpy.run_path(str(Path(__file__).resolve().parents[2] / "gunicorn.conf.py"))


class Pool:
    """A pool of threads whose work ends when the test says so."""

    def __init__(self):
        self.futures = []

    def submit(self, *_work) -> Future:
        self.futures.append(Future())
        return self.futures[-1]

    def end_one(self, keeps_connection: bool = False) -> None:
        self.futures.pop(0).set_result(keeps_connection)

    def shutdown(self, wait):
        pass


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        yield listener


@pytest.fixture
def worker(listener, monkeypatch):
    cfg = Config()
    cfg.set("threads", THREADS)
    cfg.set("keepalive", 15)
    log = SimpleNamespace(debug=print, info=print, exception=print)
    app = SimpleNamespace()
    worker = EvenThreadWorker(1, os.getppid(), [listener], app, 30, cfg, log)
    pool = Pool()
    monkeypatch.setattr(worker, "get_thread_pool", lambda: pool)
    # What the process would go on with: loading the site and serving for ever.
    monkeypatch.setattr("gunicorn.workers.base.Worker.init_process", lambda self: None)
    worker.init_process()
    worker.poller.register(worker.method_queue.fileno(), 1, worker.method_queue.run_callbacks)
    yield worker
    for conn in worker.keepalived_conns:
        conn.close()
    worker.poller.close()
    worker.method_queue.close()
    worker.tmp.close()


def turn(worker, times: int = 8) -> None:
    """What the worker's main loop does, so many times."""
    for _time in range(times):
        can_accept = worker.nr_conns < worker.worker_connections
        if can_accept != worker._accepting:
            worker.set_accept_enabled(can_accept)
        worker.wait_for_and_dispatch_events(timeout=0)


@pytest.fixture
def crowd(listener):
    people = [socket.create_connection(listener.getsockname()) for _person in range(5)]
    yield people
    for person in people:
        person.close()


def test_whom_no_thread_is_free_for_waits_outside(worker, crowd):
    turn(worker)
    assert worker.nr_conns == THREADS


def test_a_thread_that_is_free_again_takes_the_next(worker, crowd):
    turn(worker)
    worker.tpool.end_one()
    turn(worker)
    assert len(worker.tpool.futures) == worker.nr_conns == THREADS


def test_all_are_served_in_the_end(worker, crowd):
    for _person in crowd:
        turn(worker)
        worker.tpool.end_one()
    turn(worker)
    assert worker.nr_conns == len(worker.newcomers) == 0


@pytest.fixture
def kept(worker, crowd, monkeypatch):
    """All of the crowd with their first request answered and their connections kept."""
    # What a connection knows of its last request, as far as keeping it goes.
    parser = SimpleNamespace(unreader=SimpleNamespace(buf=SimpleNamespace(getvalue=bytes)))
    finish_request = worker.finish_request

    def finish(conn, future):
        conn.parser, conn.initialized = parser, True
        finish_request(conn, future)

    monkeypatch.setattr(worker, "finish_request", finish)
    for _person in crowd:
        turn(worker)
        worker.tpool.end_one(keeps_connection=True)
    turn(worker)
    return crowd


def test_connections_that_are_kept_and_silent_keep_nobody_outside(worker, kept):
    assert len(worker.keepalived_conns) == worker.nr_conns == len(kept)
    assert worker._accepting


def test_nor_do_those_that_ask_without_a_pause(worker, kept, listener):
    for person in kept:
        person.sendall(b"GET")
    turn(worker)
    assert len(worker.tpool.futures) == len(kept) > THREADS
    with socket.create_connection(listener.getsockname()):
        turn(worker)
        assert worker.nr_conns == len(kept) + 1


def read_address(letters: int) -> str:
    """How the server reads an address of so many Bangla letters. Returns its path."""
    cfg = Config()
    cfg.set("limit_request_line", SERVER["limit_request_line"])
    line = b"GET /search/?q=" + b"%E0%A6%95" * letters + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"
    return Request(cfg, IterUnreader([line]), ("127.0.0.1", 1)).path


def test_the_site_itself_answers_an_address_of_ten_thousand_letters():
    assert read_address(10_000) == "/search/"


def test_an_address_without_end_is_refused():
    with pytest.raises(LimitRequestLine):
        read_address(20_000)
