"""Talks to the model hub over plain HTTPS: lists the files of a repository, and fetches files by pieces.

Our own, and small, because the hub's client library does not verify the checksums that the hub publishes, and reads its
settings once at import. The addresses are those of its public API:
`/api/models/OWNER/NAME/revision/REV?blobs=true` and `/OWNER/NAME/resolve/COMMIT/FILE`.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from align.checkpoints.pace import LIST_TIME, Pace, TooSlow, opener
from align.errors import DownloadError, option_name
from align.localization import N_, _

ENDPOINT = "https://huggingface.co"
ATTEMPTS = 3
"""The number of requests in a row without one new byte after which a fetch is given up."""

_CHUNK = 1 << 16
_LIST_LIMIT = 16 << 20
_NETWORK = (urllib.error.URLError, ConnectionError, TimeoutError, http.client.HTTPException)
_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})

_SAID = (
    N_("connection refused"),
    N_("connection reset by peer"),
    N_("connection timed out"),
    N_("name or service not known"),
    N_("network is unreachable"),
    N_("no address associated with hostname"),
    N_("no route to host"),
    N_("temporary failure in name resolution"),
)
"""What systems say most of a network, in lower case, for the catalogue."""

OnBytes = Callable[[int], None]
"""Receives the number of new bytes."""


@dataclass(frozen=True, slots=True)
class HubFile:
    """A file of a repository: bytes, and its checksum as `sha256:…` (large files) or `git:…` (a Git blob's SHA-1)."""

    name: str
    size: int
    checksum: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A model repository at one commit."""

    hub: str
    commit: str
    licence: str | None
    files: dict[str, HubFile]


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub's address, and the timeout for its next byte, in seconds."""

    endpoint: str = ENDPOINT
    timeout: float = 30.0

    def repository(self, hub: str, revision: str) -> Repository:
        """List the files of a repository at a branch, tag or commit. Raises DownloadError."""
        revision_path = urllib.parse.quote(revision, safe="")
        address = f"{self.endpoint}/api/models/{hub}/revision/{revision_path}?blobs=true"
        try:
            with self._open(address, Pace(LIST_TIME)) as response:
                content = json.loads(_read(response, _LIST_LIMIT))
            if not re.fullmatch(r"[0-9a-f]{7,64}", content["sha"]):
                raise ValueError("not a commit")
            return Repository(
                hub,
                content["sha"],
                _licence(content.get("cardData") or {}),
                {file.name: file for file in map(_hub_file, content["siblings"])},
            )
        except urllib.error.HTTPError as error:
            raise self._refused(error, _("{hub} (revision {revision})", hub=hub, revision=revision)) from error
        except _NETWORK as error:
            raise self._unreachable(error) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            hint = _("check {option}", option=option_name("endpoint"))
            raise DownloadError(
                _("{endpoint} does not answer as a model hub does", endpoint=self.endpoint), hint=hint
            ) from error

    def fetch(self, repository: Repository, file: HubFile, target: Path, on_bytes: OnBytes) -> None:
        """Fetch `file` to `target`, resuming from the `target.part` of an earlier run, and verify its checksum.

        The bytes received stay in `.part` when the connection breaks. Raises DownloadError when the hub goes silent or
        only drips (see `align.checkpoints.pace`), or when the checksum is wrong; the file is removed then.
        """
        part = target.with_name(target.name + ".part")  # a fixed name, not align.io.atomic's: the next run resumes it
        address = f"{self.endpoint}/{repository.hub}/resolve/{repository.commit}/{file.name}"
        failures = 0
        pace = Pace()
        while (have := _size(part)) < file.size or not part.exists():
            try:
                self._append(address, part, have, file.size, on_bytes, pace)
            except urllib.error.HTTPError as error:
                if error.code not in _TRANSIENT:
                    raise self._refused(error, _("{name} of {hub}", name=file.name, hub=repository.hub)) from error
                reason: Exception = error
            except TooSlow as error:
                raise self._interrupted(error, file, _size(part)) from error
            except _NETWORK as error:
                reason = error
            else:
                reason = TimeoutError(_("the connection was cut"))
            if _size(part) > have:
                failures = 0
            else:
                failures += 1
                pace.restart()
            if _size(part) < file.size and failures >= ATTEMPTS:
                raise self._interrupted(reason, file, _size(part))
            time.sleep(0 if failures == 0 else 2 ** (failures - 2))
        if not matches(part, file.checksum) or _size(part) != file.size:
            part.unlink()
            message = _(
                "{name} of {hub} is not what the hub promised (wrong checksum) and was removed",
                name=file.name,
                hub=repository.hub,
            )
            raise DownloadError(message, path=target, hint=_("run the command again"))
        part.replace(target)

    def _append(self, address: str, part: Path, have: int, size: int, on_bytes: OnBytes, pace: Pace) -> None:
        """Append to `part` the bytes of one connection, at most up to `size` bytes."""
        with self._open(address, pace, {"Range": f"bytes={have}-"} if have else {}) as response:
            if have and response.status != 206:  # the server does not resume: from the beginning
                part.unlink()
                on_bytes(-have)
                have = 0
            with part.open("ab") as stream:
                while have < size and (chunk := _read_some(response, min(_CHUNK, size - have))):
                    stream.write(chunk)
                    have += len(chunk)
                    on_bytes(len(chunk))

    def _open(self, address: str, pace: Pace, headers: dict[str, str] | None = None) -> Any:
        request = urllib.request.Request(address, headers={"User-Agent": "align", "Accept-Encoding": "identity"})
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            return opener(pace, _Redirects).open(request, timeout=self.timeout)
        except (urllib.error.URLError, TimeoutError):
            raise
        except OSError as error:
            raise ConnectionError(error.errno, error.strerror or str(error)) from error
        except ValueError as error:  # a redirect to something that is no address
            raise urllib.error.URLError(_("it redirects to nowhere: {error}", error=error)) from error

    def _refused(self, error: urllib.error.HTTPError, what: str) -> DownloadError:
        error.close()
        if error.code in (401, 403, 404):  # the hub answers 401 for what does not exist, not to tell private names
            return DownloadError(
                _("{endpoint} has no public {what}", endpoint=self.endpoint, what=what), hint=_("see align models list")
            )
        message = _(
            "{endpoint} answers {code} {reason} for {what}",
            endpoint=self.endpoint,
            code=error.code,
            reason=_one_line(error.reason),
            what=what,
        )
        return DownloadError(message, hint=_("try again later"))

    def _unreachable(self, error: Exception) -> DownloadError:
        hint = _(
            "connect to the network, name a mirror with {option}, or copy the checkpoint's folder here by other means "
            "and run: align models get FOLDER",
            option=option_name("endpoint"),
        )
        return DownloadError(
            _("cannot reach {endpoint} ({reason})", endpoint=self.endpoint, reason=_reason(error)), hint=hint
        )

    def _interrupted(self, error: Exception, file: HubFile, have: int) -> DownloadError:
        message = _(
            "{endpoint} stopped sending {name} at {have} of {size} bytes ({reason})",
            endpoint=self.endpoint,
            name=file.name,
            have=have,
            size=file.size,
            reason=_reason(error),
        )
        return DownloadError(message, hint=_("what came is kept; run the same command again to go on"))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a hub to its storage, over HTTP or HTTPS, and from HTTPS to HTTPS only."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        schemes = ("https",) if req.type == "https" else ("http", "https")
        if urllib.parse.urlsplit(newurl).scheme not in schemes:
            raise urllib.error.URLError(_("it redirects to {address!r}", address=newurl))
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def matches(path: Path, checksum: str) -> bool:
    """Whether a file has a checksum of the form `sha256:…` or `git:…`."""
    return checksum_of(path, checksum.partition(":")[0]) == checksum


def checksum_of(path: Path, kind: str = "sha256") -> str:
    """Compute a file's checksum as `kind:hexadecimal`, of the kind `sha256` or `git`."""
    digest = hashlib.sha256() if kind == "sha256" else hashlib.sha1(f"blob {_size(path)}\0".encode())
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return f"{kind}:{digest.hexdigest()}"


def _read(response: Any, size: int) -> bytes:
    """Read `size` bytes from the network, or all up to the end."""
    pieces = []
    while size and (piece := _read_some(response, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _read_some(response: Any, size: int) -> bytes:
    """Read what has come from the network, at most `size` bytes, so that it is kept even if nothing more comes. An
    OSError becomes a ConnectionError, so that it is not taken for one of the disk."""
    try:
        data: bytes = response.read1(size)
    except TimeoutError:
        raise
    except OSError as error:
        raise ConnectionError(error.errno, error.strerror or str(error)) from error
    return data


def _hub_file(sibling: dict[str, Any]) -> HubFile:
    name, lfs = str(sibling["rfilename"]), sibling.get("lfs") or {}
    checksum = f"sha256:{lfs['sha256']}" if lfs else f"git:{sibling['blobId']}"
    return HubFile(name, int(sibling["size"]), checksum)


def _licence(card: dict[str, Any]) -> str | None:
    """Read a model card's licence: one, or several that apply together."""
    licence = card.get("license")
    return ", ".join(map(str, licence)) if isinstance(licence, list) else licence


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return str(cause) or _("it does not answer")
    said = _one_line(getattr(cause, "strerror", None) or cause).lower()
    return _(said) if said else said


def _one_line(reason: object) -> str:
    return " ".join(str(reason).split())[:200]
