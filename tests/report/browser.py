"""Headless Chromium for tests, spoken to over a pipe in its DevTools protocol: no driver, no port, no network."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Any

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)

_CODES = {"/": "Slash", "?": "Slash"}
_KEY_NUMBERS = {
    "Enter": 13,
    "Escape": 27,
    "Tab": 9,
    "ArrowUp": 38,
    "ArrowDown": 40,
    "ArrowLeft": 37,
    "ArrowRight": 39,
    "Home": 36,
    "End": 35,
    "Backspace": 8,
    "Delete": 46,
    "/": 191,
    "?": 191,
}


def executable() -> str | None:
    """Where a Chromium is, if there is one."""
    return next(
        (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
    )


class Browser:
    """One tab. `requests`, `messages` and `dialogs` collect what the page asked the network for, wrote to the console,
    and asked the reader, who always says yes."""

    def __init__(self, profile: Path, width: int = 1280, height: int = 1600):
        command = executable()
        assert command is not None
        page_in, self._out = os.pipe()
        self._in, page_out = os.pipe()

        def handles() -> None:  # the protocol's pipes are the file descriptors 3 and 4
            os.dup2(page_in, 63)
            os.dup2(page_out, 64)
            os.dup2(63, 3)
            os.dup2(64, 4)

        arguments = [command, *FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"]
        self._process = subprocess.Popen(
            arguments,
            preexec_fn=handles,
            close_fds=False,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(page_in)
        os.close(page_out)
        self._rest = b""
        self._number = 0
        self._session: str | None = None
        self.requests: list[str] = []
        self.messages: list[str] = []
        self.dialogs: list[str] = []
        target = next(t for t in self.call("Target.getTargets")["targetInfos"] if t["type"] == "page")
        attached = self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        self._session = attached["sessionId"]
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.call(f"{domain}.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait(20)
        os.close(self._in)
        os.close(self._out)

    def call(self, method: str, **parameters: Any) -> Any:
        """One command of the protocol, and its result."""
        number = self._send(method, parameters)
        while True:
            answer = self._read()
            if answer.get("id") == number:
                assert "error" not in answer, answer["error"]
                return answer["result"]

    def _send(self, method: str, parameters: dict[str, Any]) -> int:
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._out, json.dumps(message).encode() + b"\0")
        return self._number

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            block = os.read(self._in, 1 << 20)
            assert block, "the browser has gone"
            self._rest += block
        line, _, self._rest = self._rest.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        method, parameters = message.get("method"), message.get("params", {})
        if method == "Network.requestWillBeSent":
            self.requests.append(parameters["request"]["url"])
        elif method == "Runtime.consoleAPICalled":
            self.messages.append(" ".join(str(argument.get("value")) for argument in parameters["args"]))
        elif method == "Runtime.exceptionThrown":
            self.messages.append(json.dumps(parameters["exceptionDetails"]))
        elif method == "Page.javascriptDialogOpening":
            self.dialogs.append(parameters["type"])
            self._send("Page.handleJavaScriptDialog", {"accept": True})
        elif method == "Log.entryAdded":
            self.messages.append(parameters["entry"]["text"])
        self._loaded = getattr(self, "_loaded", False) or method == "Page.loadEventFired"
        return message

    def open(self, page: Path | None) -> None:
        """Load a file, or an empty page, and wait until it is there."""
        self._loaded = False
        self.call("Page.navigate", url=page.resolve().as_uri() if page else "about:blank")
        while not self._loaded:
            self._read()

    def press(self, *chords: str) -> None:
        """Press keys, as in `press("Alt+Shift+ArrowUp", "a")`, and let go of them. `Alt+s/ы` is the key S of a keyboard
        in another layout, that writes `ы`."""
        for chord in chords:
            *modifiers, key = chord.split("+") if chord != "+" else ["+"]
            name, written = (key[0], key[2:]) if key[1:2] == "/" else (key, "")
            bits = sum({"Alt": 1, "Ctrl": 2, "Meta": 4, "Shift": 8}[modifier] for modifier in modifiers)
            single = len(name) == 1
            value = written or (name.upper() if single and "Shift" in modifiers else name)
            event: dict[str, Any] = {
                "key": value,
                "code": _CODES.get(name) or (f"Key{name.upper()}" if name.isalpha() and single else name),
                "modifiers": bits,
                "windowsVirtualKeyCode": _KEY_NUMBERS.get(name, ord(name.upper()) if single and name.isalnum() else 0),
            }
            text = {"Enter": "\r"}.get(name, value if single else "")
            typed = {"text": text} if text and not bits & 7 else {}
            self.call("Input.dispatchKeyEvent", type="keyDown" if typed else "rawKeyDown", **event, **typed)
            self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        self.call("Input.insertText", text=text)

    def click(self, selector: str, at: tuple[float, float] = (0.5, 0.5)) -> None:
        """Click on an element, by default on its middle; `at` is a share of its width and height."""
        place = self.run(
            f"(async () => {{ const found = document.querySelector({selector!r});"
            " found.scrollIntoView({block: 'nearest', behavior: 'instant'});"
            " for (let wait = 0; wait < 2; wait++) await new Promise(requestAnimationFrame);"
            " const {x, y, width, height} = found.getBoundingClientRect(); return {x, y, width, height}; })()"
        )
        point = {"x": place["x"] + at[0] * place["width"], "y": place["y"] + at[1] * place["height"]}
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **point)

    def look(self, width: int, height: int, scheme: str = "light") -> None:
        """Show the page on a screen of this size, in pixels, in the light or the dark."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression, which may be a promise."""
        result = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in result, result["exceptionDetails"]
        return result["result"].get("value")

    def screenshot(self, path: Path) -> bytes:
        """A PNG of the window, also written to `path`."""
        data = base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"])
        path.write_bytes(data)
        return data

    def pdf(self, path: Path) -> bytes:
        """The page as it would be printed."""
        data = base64.b64decode(self.call("Page.printToPDF", printBackground=False, preferCSSPageSize=True)["data"])
        path.write_bytes(data)
        return data
