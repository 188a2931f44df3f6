"""The model hub over plain HTTPS: its list of a repository's files, and files fetched by pieces.

Our own, and small, because the hub's client library does not compare what it fetched with the checksum the hub
publishes, and reads its settings once at import. The addresses are those of its public API:
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

from align.errors import DownloadError

ENDPOINT = "https://huggingface.co"
ATTEMPTS = 3
"""How often a file is asked for in a row without one new byte before the fetch is given up."""
BY_HAND = "or copy the checkpoint's folder here by other means and run: align models get FOLDER"

_CHUNK = 1 << 16
_LIST_LIMIT = 16 << 20
_NETWORK = (urllib.error.URLError, ConnectionError, TimeoutError, http.client.HTTPException)
_TRANSIENT = frozenset({408, 429, 500, 502, 503, 504})

Progress = Callable[[int], None]
"""Called with the number of new bytes."""


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
    """A hub's address and how long it may keep us waiting for its next byte, in seconds."""

    endpoint: str = ENDPOINT
    timeout: float = 30.0

    def repository(self, hub: str, revision: str) -> Repository:
        """The files of a repository at a branch, tag or commit. Raises DownloadError."""
        revision_path = urllib.parse.quote(revision, safe="")
        address = f"{self.endpoint}/api/models/{hub}/revision/{revision_path}?blobs=true"
        try:
            with self._open(address) as response:
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
            raise self._refused(error, f"{hub} (revision {revision})") from error
        except _NETWORK as error:
            raise self._unreachable(error) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise DownloadError(f"{self.endpoint} does not answer as a model hub does: check --endpoint") from error

    def fetch(self, repository: Repository, file: HubFile, target: Path, progress: Progress) -> None:
        """Bring `file` to `target`, going on from `target.part` if an earlier run left one, and verify its checksum.

        What came stays in `.part` when the connection breaks. Raises DownloadError when the hub goes silent, or when
        the checksum does not fit; the file is removed then.
        """
        part = target.with_name(target.name + ".part")
        address = f"{self.endpoint}/{repository.hub}/resolve/{repository.commit}/{file.name}"
        failures = 0
        while (have := _size(part)) < file.size or not part.exists():
            try:
                self._append(address, part, have, file.size, progress)
            except urllib.error.HTTPError as error:
                if error.code not in _TRANSIENT:
                    raise self._refused(error, f"{file.name} of {repository.hub}") from error
                reason: Exception = error
            except _NETWORK as error:
                reason = error
            else:
                reason = TimeoutError("the connection was cut")
            failures = 0 if _size(part) > have else failures + 1
            if _size(part) < file.size and failures >= ATTEMPTS:
                raise self._broken(reason, file, _size(part))
            time.sleep(0 if failures == 0 else 2 ** (failures - 2))
        if not matches(part, file.checksum) or _size(part) != file.size:
            part.unlink()
            raise DownloadError(
                f"{file.name} of {repository.hub} is not what the hub promised (wrong checksum) and was removed: "
                "run the command again"
            )
        part.replace(target)

    def _append(self, address: str, part: Path, have: int, size: int, progress: Progress) -> None:
        """Append to `part` what one connection brings, at most up to `size` bytes."""
        with self._open(address, {"Range": f"bytes={have}-"} if have else {}) as response:
            if have and response.status != 206:  # the server does not resume: from the beginning
                part.unlink()
                progress(-have)
                have = 0
            with part.open("ab") as stream:
                while have < size and (chunk := _read(response, min(_CHUNK, size - have))):
                    stream.write(chunk)
                    have += len(chunk)
                    progress(len(chunk))

    def _open(self, address: str, headers: dict[str, str] | None = None) -> Any:
        request = urllib.request.Request(address, headers={"User-Agent": "align", "Accept-Encoding": "identity"})
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        try:
            return _OPENER.open(request, timeout=self.timeout)
        except (urllib.error.URLError, TimeoutError):
            raise
        except OSError as error:
            raise ConnectionError(error.errno, error.strerror or str(error)) from error
        except ValueError as error:  # an address to redirect to that is none
            raise urllib.error.URLError(f"it redirects to nowhere: {error}") from error

    def _refused(self, error: urllib.error.HTTPError, what: str) -> DownloadError:
        error.close()
        if error.code in (401, 403, 404):  # the hub answers 401 for what does not exist, not to tell private names
            return DownloadError(f"{self.endpoint} has no public {what}: see align models list")
        return DownloadError(f"{self.endpoint} answers {error.code} {_flat(error.reason)} for {what}: try again later")

    def _unreachable(self, error: Exception) -> DownloadError:
        return DownloadError(
            f"cannot reach {self.endpoint} ({_reason(error)}): connect to the network, name a mirror with --endpoint, "
            f"{BY_HAND}"
        )

    def _broken(self, error: Exception, file: HubFile, have: int) -> DownloadError:
        return DownloadError(
            f"{self.endpoint} stopped sending {file.name} at {have} of {file.size} bytes ({_reason(error)}): "
            "what came is kept; run the same command again to go on"
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a hub to its storage, over HTTP or HTTPS, and from HTTPS to HTTPS only."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        schemes = ("https",) if req.type == "https" else ("http", "https")
        if urllib.parse.urlsplit(newurl).scheme not in schemes:
            raise urllib.error.URLError(f"it redirects to {newurl!r}")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


_OPENER = urllib.request.build_opener(_Redirects)


def matches(path: Path, checksum: str) -> bool:
    """Whether a file has a checksum of the form `sha256:…` or `git:…`."""
    return checksum_of(path, checksum.partition(":")[0]) == checksum


def checksum_of(path: Path, kind: str = "sha256") -> str:
    """A file's checksum as `kind:hexadecimal`, of the kind `sha256` or `git`."""
    digest = hashlib.sha256() if kind == "sha256" else hashlib.sha1(f"blob {_size(path)}\0".encode())
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return f"{kind}:{digest.hexdigest()}"


def _read(response: Any, size: int) -> bytes:
    """Read from the network; errors of a dead network are kept apart from those of a full disk."""
    try:
        data: bytes = response.read(size)
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
    """A model card's licence: one, or several that hold together."""
    licence = card.get("license")
    return ", ".join(map(str, licence)) if isinstance(licence, list) else licence


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _reason(error: Exception) -> str:
    cause = getattr(error, "reason", error)
    if isinstance(cause, TimeoutError):
        return str(cause) or "it does not answer"
    return _flat(getattr(cause, "strerror", None) or cause).lower()


def _flat(reason: object) -> str:
    return " ".join(str(reason).split())[:200]
