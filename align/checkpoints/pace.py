"""How fast a hub must send: a timeout for the next byte alone never ends where bytes come one by one."""

from __future__ import annotations

import http.client
import io
import socket
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from typing import Any

from align.localization import _

WINDOW = 60.0
"""Seconds over which the rate is measured."""
MIN_RATE = 1024
"""Bytes a second; what sends less over a whole window is given up."""
LIST_TIME = 60.0
"""Seconds in which a list of files, of some kilobytes, must have come."""


class TooSlow(TimeoutError):
    """What is sent would not come to its end in any time worth waiting for."""


class Pace:
    """Watches the bytes that come in, headers included, over all connections that fetch one thing. `total` is the
    number of seconds that it may take in all."""

    def __init__(self, total: float | None = None):
        self._end = None if total is None else time.monotonic() + total
        self.restart()

    def restart(self) -> None:
        """Begin a new window: after a pause that was the network's."""
        self._since, self._bytes = time.monotonic(), 0

    def came(self, size: int) -> None:
        """Count bytes. Raises TooSlow."""
        self._bytes += size
        now = time.monotonic()
        if self._end is not None and now > self._end:
            raise TooSlow(_("it takes too long"))
        if now - self._since > WINDOW:
            if self._bytes < MIN_RATE * WINDOW:
                raise TooSlow(_("it sends less than {rate} KB a second", rate=MIN_RATE >> 10))
            self.restart()


def opener(pace: Pace, *handlers: Any) -> urllib.request.OpenerDirector:
    """Make an opener of addresses that tells `pace` of all that comes."""
    return urllib.request.build_opener(_Http(pace), _Https(pace), *handlers)


class _Http(urllib.request.HTTPHandler):
    def __init__(self, pace: Pace):
        super().__init__()
        self._pace = pace

    def do_open(self, http_class: Any, req: Any, **arguments: Any) -> Any:
        return super().do_open(_watched(http_class, self._pace), req, **arguments)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, pace: Pace):
        super().__init__()
        self._pace = pace

    def do_open(self, http_class: Any, req: Any, **arguments: Any) -> Any:
        return super().do_open(_watched(http_class, self._pace), req, **arguments)


def _watched(http_class: Any, pace: Pace) -> Callable[..., Any]:
    def connection(host: str, **arguments: Any) -> Any:
        made = http_class(host, **arguments)
        made.response_class = partial(_Response, pace)
        return made

    return connection


class _Response(http.client.HTTPResponse):
    def __init__(self, pace: Pace, sock: socket.socket, *arguments: Any, **named: Any):
        super().__init__(sock, *arguments, **named)
        self.fp = io.BufferedReader(_Watched(self.fp.detach(), pace))


class _Watched(io.RawIOBase):
    """The bytes of a socket, each piece as it comes."""

    def __init__(self, raw: Any, pace: Pace):
        self._raw = raw
        self._pace = pace

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        size: int | None = self._raw.readinto(buffer)
        self._pace.came(size or 0)
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()
