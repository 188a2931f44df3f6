"""A hub that answers anything: one line, nothing half-fetched in the store, and the next run goes on."""

from __future__ import annotations

import contextlib
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

import align.checkpoints.hub as hub_module
from align.checkpoints import pace
from align.checkpoints.hub import Hub, HubFile, Repository
from align.errors import DownloadError

DATA = bytes(range(256)) * 20
COMMIT = "0123456789abcdef"
FILE = HubFile("model.safetensors", len(DATA), f"sha256:{hashlib.sha256(DATA).hexdigest()}")
Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Hub, list[Answer]]]:
    """A hub whose answers are given by the test: each in turn, the last for ever."""
    queue: list[Answer] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # who asked had enough
                self.answer()

        def answer(self) -> None:
            (queue.pop(0) if len(queue) > 1 else queue[0])(self)

        def log_message(self, *arguments: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    yield Hub(f"http://127.0.0.1:{server.server_port}", timeout=1.0), queue
    server.shutdown()
    server.server_close()


def send(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)
        request.close_connection = True

    return answer


def raw(data: bytes) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(data)
        request.close_connection = True

    return answer


BAD: dict[str, list[Answer]] = {
    "404": [send(404)],
    "500": [send(500)],
    "429": [send(429)],
    "a redirect to a file": [send(302, Location="file:///etc/passwd")],
    "a redirect to FTP": [send(302, Location="ftp://127.0.0.1/x")],
    "a redirect to nonsense": [send(302, Location="http://[bad")],
    "a redirect without an address": [send(302)],
    "a redirect to itself": [send(302, Location="/x")],
    "no HTTP": [raw(b"SSH-2.0-nothing\r\n")],
    "nothing": [raw(b"")],
    "an endless header": [raw(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 100_000)],
    "a wrong length, too short": [send(200, DATA[:100], Content_Length="100")],
    "a wrong checksum": [send(200, DATA[:-1] + b"?")],
    "too much": [send(200, DATA[1:] + DATA)],
    "chunks that are none": [raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc")],
}


@pytest.mark.parametrize("name", list(BAD))
def test_whatever_a_hub_answers_for_a_file_is_one_line(
    answers: tuple[Hub, list[Answer]], tmp_path: Path, name: str
) -> None:
    hub, queue = answers
    queue.extend(BAD[name])
    repository = Repository("a/b", COMMIT, None, {FILE.name: FILE})
    with pytest.raises(DownloadError) as refused:
        hub.fetch(repository, FILE, tmp_path / FILE.name, lambda new: None)
    assert "\n" not in str(refused.value)
    assert not (tmp_path / FILE.name).exists()
    queue[:] = [send(200, DATA)]
    hub.fetch(repository, FILE, tmp_path / FILE.name, lambda new: None)
    assert (tmp_path / FILE.name).read_bytes() == DATA, "the next run, with a hub that is well, mends it"


def test_a_hub_that_resumes_at_the_wrong_place_is_found_out(answers: tuple[Hub, list[Answer]], tmp_path: Path) -> None:
    hub, queue = answers
    (tmp_path / "model.safetensors.part").write_bytes(DATA[:1000])
    queue.append(send(206, DATA[500:]))
    with pytest.raises(DownloadError, match="wrong checksum"):
        hub.fetch(Repository("a/b", COMMIT, None, {}), FILE, tmp_path / FILE.name, lambda new: None)
    assert list(tmp_path.iterdir()) == []


def test_a_part_that_is_longer_than_the_file_is_begun_again(answers: tuple[Hub, list[Answer]], tmp_path: Path) -> None:
    hub, queue = answers
    (tmp_path / "model.safetensors.part").write_bytes(DATA * 2)
    queue.append(send(200, DATA))
    repository = Repository("a/b", COMMIT, None, {})
    with pytest.raises(DownloadError, match="run the command again"):
        hub.fetch(repository, FILE, tmp_path / FILE.name, lambda new: None)
    hub.fetch(repository, FILE, tmp_path / FILE.name, lambda new: None)


LISTINGS = (
    b"", b"[]", b"null", b"{}", b"[" * 100_000, b'{"sha": 5}', b'{"sha": "../../x", "siblings": []}', b"\xff\xfe",
    b'{"sha": "0123456789", "siblings": [5]}', b'{"sha": "0123456789", "siblings": [{"rfilename": "a"}]}',
    b'{"sha": "0123456789", "siblings": [{"rfilename": "a", "size": "x", "blobId": "b"}]}',
    b'{"sha": "0123456789", "siblings": [{"rfilename": "a", "size": 1, "lfs": 5}]}',
    json.dumps({"sha": "0" * 40, "siblings": [], "cardData": [1]}).encode(),
)  # fmt: skip


@pytest.mark.parametrize("listing", LISTINGS)
def test_whatever_a_hub_lists_is_one_line(answers: tuple[Hub, list[Answer]], listing: bytes) -> None:
    hub, queue = answers
    queue.append(send(200, listing))
    with pytest.raises(DownloadError, match="does not answer as a model hub does"):
        hub.repository("a/b", "main")


def drip(status: int, body: bytes, pause: float = 0.002, size: int = 1, whole: bytes = b"") -> Answer:
    """Send `whole` at once, and then the rest, `size` bytes at a time."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(whole + body)))
        request.end_headers()
        request.wfile.write(whole)
        for start in range(0, len(body), size):
            PAUSE.wait(pause)  # `time.sleep` does nothing here
            request.wfile.write(body[start : start + size])
        request.close_connection = True

    return answer


PAUSE = threading.Event()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minute is 0.3 s."""
    monkeypatch.setattr(pace, "WINDOW", 0.3)
    monkeypatch.setattr(pace, "MIN_RATE", 10_240)
    monkeypatch.setattr(hub_module, "LIST_TIME", 0.3)


def one_byte_a_connection(request: BaseHTTPRequestHandler) -> None:
    """A hub that cuts each connection after some bytes: always some progress, and no end."""
    have = int(request.headers.get("Range", "bytes=0-")[6:-1])
    PAUSE.wait(0.02)
    send(206 if have else 200, DATA[have : have + 5], Content_Length=str(len(DATA) - have))(request)


def a_header_that_drips(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
    for _ in range(2000):
        PAUSE.wait(0.002)
        request.wfile.write(b"a")


DRIPS: dict[str, Answer] = {
    "a byte at a time": drip(200, DATA),
    "after a good beginning": drip(200, DATA[4000:], whole=DATA[:4000]),
    "a connection for a few bytes": one_byte_a_connection,
    "in the header": a_header_that_drips,
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("name", list(DRIPS))
def test_a_file_that_drips_is_given_up_and_what_came_is_kept(
    answers: tuple[Hub, list[Answer]], tmp_path: Path, name: str
) -> None:
    hub, queue = answers
    queue.append(DRIPS[name])
    repository = Repository("a/b", COMMIT, None, {FILE.name: FILE})
    began = time.monotonic()
    with pytest.raises(DownloadError, match=r"stopped sending .*it sends less than 10 KB a second.*what came is kept"):
        hub.fetch(repository, FILE, tmp_path / FILE.name, lambda new: None)
    assert time.monotonic() - began < 5
    part = tmp_path / f"{FILE.name}.part"
    assert name == "in the header" or (part.stat().st_size and DATA.startswith(part.read_bytes()))
    queue[:] = [resumed]
    hub.fetch(repository, FILE, tmp_path / FILE.name, lambda new: None)
    assert (tmp_path / FILE.name).read_bytes() == DATA


def resumed(request: BaseHTTPRequestHandler) -> None:
    have = int(request.headers.get("Range", "bytes=0-")[6:-1])
    send(206 if have else 200, DATA[have:])(request)


@pytest.mark.usefixtures("impatient")
def test_a_file_that_comes_slowly_enough_comes(answers: tuple[Hub, list[Answer]], tmp_path: Path) -> None:
    hub, queue = answers
    queue.append(drip(200, DATA, pause=0.02, size=400))  # 20 KB a second
    hub.fetch(Repository("a/b", COMMIT, None, {}), FILE, tmp_path / FILE.name, lambda new: None)
    assert (tmp_path / FILE.name).read_bytes() == DATA


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("how", ["body", "header", "large pieces"])
def test_a_list_that_drips_is_given_up(answers: tuple[Hub, list[Answer]], how: str) -> None:
    hub, queue = answers
    listing = b'{"sha": "' + b"0" * 400_000
    queue.append(
        a_header_that_drips if how == "header" else drip(200, listing, size=1 if how == "body" else 1000, pause=0.01)
    )
    began = time.monotonic()
    with pytest.raises(DownloadError, match=r"cannot reach .*it takes too long"):
        hub.repository("a/b", "main")
    assert time.monotonic() - began < 5


def test_a_hub_over_https_may_not_send_us_to_http() -> None:
    import urllib.error
    import urllib.request

    request = urllib.request.Request("https://hub.example/x")
    with pytest.raises(urllib.error.URLError, match="it redirects to"):
        hub_module._Redirects().redirect_request(request, None, 302, "", {}, "http://elsewhere.example/x")
