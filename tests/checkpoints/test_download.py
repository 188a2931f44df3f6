"""Fetching from the hub: all of a checkpoint or nothing of it, whatever the network does."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from align.checkpoints.checkpoint_store import find_model, stored_models
from align.checkpoints.download import carry_out, import_folder, plan_fetch
from align.checkpoints.weights import make_safe
from align.cli import main
from align.cli.options import flag_of
from align.errors import DownloadError, ModelError, OutputError, options_called

HUB_ID = "someone/opus-mt-en-de"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub:
    """A hub of one repository on 127.0.0.1, with faults to order."""

    def __init__(self, files: dict[str, bytes]):
        self.files = files
        self.promised = dict(files)
        self.cut: dict[str, int] = {}
        self.stall: set[str] = set()
        self.ranges = True
        self.elsewhere = False
        self.requests: list[tuple[str, str]] = []
        self.released = threading.Event()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hub.answer(self)

            def log_message(self, *arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.endpoint = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        path, _, query = request.path.partition("?")
        self.requests.append((path, request.headers.get("Range", "")))
        if "list" in self.stall:
            self.released.wait(5)
        elif path == f"/api/models/{HUB_ID}/revision/main" and query == "blobs=true":
            self.send(request, 200, json.dumps(self.listing()).encode())
        elif self.elsewhere and path.startswith("/cdn/"):
            self.send_file(request, path[5:])
        elif self.elsewhere and path.endswith("/model.safetensors"):
            request.send_response(302)
            request.send_header("Location", "/cdn/model.safetensors?signed=yes")
            request.send_header("Content-Length", "0")
            request.end_headers()
        elif path.startswith(prefix := f"/{HUB_ID}/resolve/{COMMIT}/") and path[len(prefix) :] in self.files:
            self.send_file(request, path[len(prefix) :])
        else:
            self.send(request, 404, b"")

    def listing(self) -> dict[str, Any]:
        return {
            "sha": COMMIT,
            "cardData": {"license": "cc-by-4.0"},
            "siblings": [self.sibling(n) for n in self.promised],
        }

    def sibling(self, name: str) -> dict[str, Any]:
        data = self.promised[name]
        row: dict[str, Any] = {"rfilename": name, "size": len(data)}
        row["blobId"] = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
        if name.endswith((".safetensors", ".bin", ".spm")):
            row["lfs"] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        return row

    def send_file(self, request: BaseHTTPRequestHandler, name: str) -> None:
        data, header = self.files[name], request.headers.get("Range", "")
        start = int(header.removeprefix("bytes=").rstrip("-")) if header and self.ranges else 0
        if name in self.stall:
            request.send_response(200)
            request.send_header("Content-Length", str(len(data)))
            request.end_headers()
            self.released.wait(5)
            return
        self.send(request, 206 if start else 200, data[start:], self.cut.pop(name, None))

    @staticmethod
    def send(request: BaseHTTPRequestHandler, status: int, body: bytes, cut: int | None = None) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body[:cut])
        if cut is not None:
            request.close_connection = True

    def asked(self, name: str) -> list[str]:
        return [header for path, header in self.requests if path.endswith(f"/{name}")]

    def close(self) -> None:
        self.released.set()
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Marian checkpoint of a few thousand random parameters, with the starter's shape of files."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    folder = tmp_path_factory.mktemp("tiny")
    torch.manual_seed(1)
    sizes = {"encoder_layers": 1, "decoder_layers": 1, "encoder_ffn_dim": 8, "decoder_ffn_dim": 8}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2, "max_position_embeddings": 16}
    config = MarianConfig(
        vocab_size=32, d_model=8, pad_token_id=31, eos_token_id=0, decoder_start_token_id=31, **sizes, **heads
    )
    MarianMTModel(config).save_pretrained(folder)
    (folder / "vocab.json").write_text(json.dumps({f"t{number}": number for number in range(32)}))
    for name in ("source.spm", "target.spm"):
        (folder / name).write_bytes(b"a sentencepiece model" * 10)
    (folder / "README.md").write_text("A card.")
    return folder


@pytest.fixture
def hub(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    monkeypatch.setenv("ALIGN_HOME", str(tmp_path / "home"))
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    server = FakeHub({file.name: file.read_bytes() for file in tiny.iterdir()})
    yield server
    server.close()


def fetch(hub: FakeHub, timeout: float = 5.0) -> Path:
    return carry_out(plan_fetch(HUB_ID, endpoint=hub.endpoint, timeout=timeout))


def kept(tmp_path: Path) -> dict[str, int]:
    """What an unfinished fetch left in the hidden folder: name → bytes."""
    return {file.name: file.stat().st_size for file in (tmp_path / "home/models/.partial").rglob("*") if file.is_file()}


def test_a_checkpoint_is_fetched_verified_and_found(hub: FakeHub, tiny: Path, tmp_path: Path) -> None:
    progress: list[int] = []
    plan = plan_fetch(HUB_ID, endpoint=hub.endpoint)
    assert (plan.licence, plan.repository.commit) == ("cc-by-4.0", COMMIT)
    folder = carry_out(plan, progress.append)
    assert folder == tmp_path / "home/models/someone--opus-mt-en-de"
    assert (folder / "model.safetensors").read_bytes() == (tiny / "model.safetensors").read_bytes()
    assert sum(progress) == plan.size
    model = find_model("auto", "en", "de")
    assert (model.path, model.sources, model.targets) == (folder, ("en",), ("de",))
    assert (model.card["hub"], model.card["revision"], model.card["licence"]) == (HUB_ID, COMMIT, "cc-by-4.0")
    assert kept(tmp_path) == {}


def test_only_the_files_of_a_checkpoint_are_asked_for(hub: FakeHub) -> None:
    hub.files |= {"tf_model.h5": b"x", "modeling_evil.py": b"import os", "../../outside.json": b"x"}
    hub.promised = dict(hub.files)
    folder = fetch(hub)
    asked = {path.rsplit("/", 1)[-1] for path, _ in hub.requests}
    assert not asked & {"tf_model.h5", "modeling_evil.py", "outside.json"}
    assert not list(folder.parent.parent.parent.rglob("*evil*")) + list(folder.parent.parent.parent.rglob("outside*"))


def test_a_cut_connection_is_taken_up_where_it_broke(hub: FakeHub) -> None:
    hub.cut = {"model.safetensors": 1000}
    fetch(hub)
    assert hub.asked("model.safetensors") == ["", "bytes=1000-"]


def test_a_file_that_the_hub_keeps_elsewhere_is_followed_and_resumed_there(hub: FakeHub) -> None:
    hub.elsewhere, hub.cut = True, {"model.safetensors": 1000}
    fetch(hub)
    ranges = [header for path, header in hub.requests if path.startswith("/cdn/")]
    assert ranges == ["", "bytes=1000-"]


def test_what_an_interrupted_run_fetched_the_next_one_keeps(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(new: int) -> None:
        if new > 2000:
            raise KeyboardInterrupt

    hub.cut = {"model.safetensors": 3000}
    with pytest.raises(KeyboardInterrupt):
        carry_out(plan_fetch(HUB_ID, endpoint=hub.endpoint), interrupt)
    left = kept(tmp_path)
    assert left["model.safetensors.part"] == 3000 and "vocab.json" in left
    assert list(stored_models()) == [], "a half model is never found"
    before = len(hub.requests)
    progress: list[int] = []
    plan = plan_fetch(HUB_ID, endpoint=hub.endpoint)
    carry_out(plan, progress.append)
    assert progress[0] == sum(left.values()) and sum(progress) == plan.size
    asked = [(path.rsplit("/", 1)[-1], header) for path, header in hub.requests[before:]]
    assert asked == [("main", ""), ("model.safetensors", "bytes=3000-")], "nothing is fetched twice"


def test_a_server_that_cannot_resume_sends_the_file_again(hub: FakeHub, tiny: Path) -> None:
    hub.cut, hub.ranges = {"model.safetensors": 1000}, False
    progress: list[int] = []
    plan = plan_fetch(HUB_ID, endpoint=hub.endpoint)
    folder = carry_out(plan, progress.append)
    assert (folder / "model.safetensors").read_bytes() == (tiny / "model.safetensors").read_bytes()
    assert sum(progress) == plan.size


@pytest.mark.parametrize("name", ["model.safetensors", "vocab.json"])
def test_a_wrong_checksum_is_an_error_and_the_file_is_gone(hub: FakeHub, tmp_path: Path, name: str) -> None:
    hub.files[name] = hub.files[name][:-1] + b"?"
    with pytest.raises(DownloadError, match=rf"{name} .* is not what the hub promised"):
        fetch(hub)
    assert not [left for left in kept(tmp_path) if left.startswith(name)]
    assert list(stored_models()) == []
    hub.files[name] = hub.promised[name]
    assert fetch(hub).is_dir(), "the next run mends it"


def test_a_hub_that_goes_silent_is_given_up_and_what_came_is_kept(hub: FakeHub, tmp_path: Path) -> None:
    hub.stall = {"model.safetensors"}
    began = time.monotonic()
    with pytest.raises(
        DownloadError, match=r"stopped sending model.safetensors at 0 of \d+ bytes .*timed out.*to go on"
    ):
        fetch(hub, timeout=0.2)
    assert time.monotonic() - began < 20, "without it, 30 seconds"
    assert "vocab.json" in kept(tmp_path)


def test_a_hub_that_does_not_even_list_its_files_is_given_up(hub: FakeHub) -> None:
    hub.stall = {"list"}
    with pytest.raises(DownloadError, match=r"cannot reach .*timed out.*connect to the network"):
        fetch(hub, timeout=0.2)


def test_an_unknown_repository_and_a_missing_file_are_one_line(hub: FakeHub) -> None:
    with pytest.raises(DownloadError, match="has no public someone/nothing"):
        plan_fetch("someone/nothing", endpoint=hub.endpoint)
    del hub.files["vocab.json"]
    with pytest.raises(DownloadError, match=r"has no public vocab.json of someone/opus-mt-en-de"):
        fetch(hub)


def test_a_closed_network_is_one_line_that_says_what_to_do(hub: FakeHub) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(
        DownloadError, match=r"cannot reach .* \(connection refused\): .*a mirror with endpoint, or"
    ) as caught:
        plan_fetch("en-ru", endpoint=closed)
    assert caught.value.hint.startswith("connect to the network, name a mirror with endpoint")
    with (
        options_called(flag_of),
        pytest.raises(DownloadError, match=r"cannot reach .* \(connection refused\): .*--endpoint.*models get FOLDER"),
    ):
        plan_fetch("en-ru", endpoint=closed)


@pytest.mark.parametrize("variable", ["HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"])
def test_offline_means_offline(hub: FakeHub, monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setenv(variable, "1")
    with pytest.raises(DownloadError, match=f"{variable} is set, so nothing is fetched"):
        plan_fetch(HUB_ID, endpoint=hub.endpoint)
    assert hub.requests == []


def test_a_server_that_is_no_hub_is_recognised(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub, "listing", lambda: {"hello": "world"})
    with pytest.raises(DownloadError, match="does not answer as a model hub does"):
        plan_fetch(HUB_ID, endpoint=hub.endpoint)
    for endpoint in ("file:///etc", "ftp://host/x", "huggingface.co"):
        with pytest.raises(DownloadError, match="is no hub address"):
            plan_fetch(HUB_ID, endpoint=endpoint)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/..", "owner/name/more", "owner/na me", "mystery"])
def test_a_name_that_is_no_hub_id_asks_nobody(hub: FakeHub, name: str) -> None:
    with pytest.raises(ModelError):
        plan_fetch(name, endpoint=hub.endpoint)
    with pytest.raises(ModelError, match="is not a branch"):
        plan_fetch(HUB_ID, revision="../../x", endpoint=hub.endpoint)
    assert hub.requests == []


def test_what_is_no_marian_checkpoint_is_refused_before_its_weights_are_fetched(hub: FakeHub, tmp_path: Path) -> None:
    hub.files["config.json"] = hub.promised["config.json"] = b'{"model_type": "bert"}'
    with pytest.raises(DownloadError, match="is not a Marian model"):
        fetch(hub)
    assert hub.asked("model.safetensors") == [] and kept(tmp_path) == {}
    del hub.promised["source.spm"]
    with pytest.raises(DownloadError, match=r"it lacks source.spm"):
        plan_fetch(HUB_ID, endpoint=hub.endpoint)


def test_weights_without_a_checksum_are_not_fetched(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = hub.sibling
    monkeypatch.setattr(hub, "sibling", lambda name: {k: v for k, v in plain(name).items() if k != "lfs"})
    with pytest.raises(DownloadError, match=r"gives no SHA-256 for model.safetensors"):
        plan_fetch(HUB_ID, endpoint=hub.endpoint)


def test_a_full_disk_is_noticed_before_the_weights_are_fetched(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    monkeypatch.setattr("shutil.disk_usage", lambda path: shutil._ntuple_diskusage(10, 9, 1))
    with pytest.raises(OutputError, match=r"needs \d+ MB and .* has 0: make room, or set ALIGN_HOME"):
        fetch(hub)
    assert hub.asked("model.safetensors") == []


@pytest.mark.parametrize("commit", ["../../../outside", "", 7, None])
def test_a_commit_that_is_none_leads_nowhere(hub: FakeHub, monkeypatch: pytest.MonkeyPatch, commit: object) -> None:
    listing = {**hub.listing(), "sha": commit}
    monkeypatch.setattr(hub, "listing", lambda: listing)
    with pytest.raises(DownloadError, match="does not answer as a model hub does"):
        plan_fetch(HUB_ID, endpoint=hub.endpoint)


def pickled(tiny: Path) -> bytes:
    """The tiny checkpoint's weights as old checkpoints have them: a pickle in which tied embeddings share memory."""
    import io

    import torch
    from transformers import MarianMTModel

    stream = io.BytesIO()
    torch.save(MarianMTModel.from_pretrained(tiny).state_dict(), stream)
    return stream.getvalue()


def test_pickled_weights_become_safetensors_that_compute_the_same(hub: FakeHub, tiny: Path) -> None:
    import torch
    from transformers import MarianMTModel

    del hub.files["model.safetensors"]
    hub.files["pytorch_model.bin"] = pickled(tiny)
    hub.promised = dict(hub.files)
    folder = fetch(hub)
    assert (folder / "model.safetensors").is_file() and not (folder / "pytorch_model.bin").exists()
    tokens = {"input_ids": torch.tensor([[1, 2, 0]]), "decoder_input_ids": torch.tensor([[31, 4]])}
    with torch.no_grad():
        before, after = (MarianMTModel.from_pretrained(place)(**tokens).logits for place in (tiny, folder))
    assert torch.equal(before, after)


def test_pickled_weights_of_two_vocabularies_compute_the_same_too(tiny: Path, tmp_path: Path) -> None:
    import torch
    from transformers import MarianConfig, MarianMTModel

    config = MarianConfig.from_pretrained(tiny)
    config.share_encoder_decoder_embeddings, config.decoder_vocab_size = False, 24
    config.decoder_start_token_id = config.pad_token_id = 23
    model = MarianMTModel(config).eval()
    config.save_pretrained(tmp_path)
    torch.save(model.state_dict(), tmp_path / "pytorch_model.bin")
    make_safe(tmp_path)
    tokens = {"input_ids": torch.tensor([[1, 2, 0]]), "decoder_input_ids": torch.tensor([[23, 4]])}
    with torch.no_grad():
        assert torch.equal(model(**tokens).logits, MarianMTModel.from_pretrained(tmp_path)(**tokens).logits)


def test_a_pickle_that_would_run_code_is_refused_and_does_not_run(hub: FakeHub, tmp_path: Path) -> None:
    import pickle

    class Evil:
        def __reduce__(self) -> tuple[Any, ...]:
            return (Path.touch, (tmp_path / "ran",))

    del hub.files["model.safetensors"]
    hub.files["pytorch_model.bin"] = pickle.dumps({"weight": Evil()}, protocol=2)
    hub.promised = dict(hub.files)
    with pytest.raises(ModelError, match="holds more than tensors"):
        fetch(hub)
    assert not (tmp_path / "ran").exists()
    assert list(stored_models()) == []


def test_a_newer_revision_takes_the_place_of_the_old_one(hub: FakeHub) -> None:
    folder = fetch(hub)
    (folder / "old").touch()
    assert fetch(hub) == folder
    assert not (folder / "old").exists() and [path.name for path in folder.parent.iterdir() if path.name[0] != "."]


def test_a_folder_is_imported_whole_with_its_languages(hub: FakeHub, tiny: Path) -> None:
    folder = import_folder(tiny, "mine", ["en"], ["ru-RU"])
    model = find_model(None, "en", "ru")
    assert (model.path, model.name, model.targets) == (folder, "mine", ("ru-RU",))
    assert model.card["files"]["vocab.json"].startswith("sha256:")
    assert hub.requests == []
    again = import_folder(folder, "renamed")
    assert find_model("renamed", "en", "ru").path == again and find_model("renamed", "en", "ru").name == "renamed"


def test_a_torn_folder_is_not_imported(hub: FakeHub, tiny: Path, tmp_path: Path) -> None:
    import shutil

    torn = tmp_path / "torn"
    shutil.copytree(tiny, torn)
    (torn / "model.safetensors").write_bytes((tiny / "model.safetensors").read_bytes()[:2000])
    with pytest.raises(ModelError, match=r"model.safetensors is broken"):
        import_folder(torn)
    (torn / "target.spm").unlink()
    with pytest.raises(ModelError, match=r"lacks target.spm"):
        import_folder(torn)
    assert list(stored_models()) == [] and kept(tmp_path) == {}


def test_the_command_shows_the_licence_and_fetches_once(hub: FakeHub, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(["models", "get", HUB_ID, "--endpoint", hub.endpoint])
    out, err = capsys.readouterr()
    assert done.value.code == 0 and out.strip().endswith("someone--opus-mt-en-de")
    assert "licence cc-by-4.0" in err and "█" not in err
    asked = len(hub.requests)
    with pytest.raises(SystemExit) as done:
        main(["models", "get", HUB_ID, "--endpoint", hub.endpoint])
    assert done.value.code == 0 and len(hub.requests) == asked
    assert "on this machine already" in capsys.readouterr().err


def test_the_endpoint_may_come_from_the_environment(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.endpoint + "/")
    assert plan_fetch(HUB_ID).hub.endpoint == hub.endpoint
