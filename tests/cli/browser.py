"""A headless Chromium, driven through ChromeDriver's own HTTP interface (W3C WebDriver)."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

ARGUMENTS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--window-size=1400,2000",
)  # fmt: skip


class Browser:
    """One page in one session."""

    def __init__(self, session: str) -> None:
        self.session = session
        self.http = requests.Session()

    def open(self, url: str) -> None:
        self._call("post", "url", url=url)

    def run(self, script: str) -> Any:
        """Return the result of a JavaScript function body."""
        return self._call("post", "execute/sync", script=script, args=[])

    def text(self) -> str:
        """Return the visible text of the page, with whitespace collapsed."""
        return " ".join(str(self.run("return document.body.innerText")).split())

    def wait_for(self, words: str, seconds: float = 20) -> str:
        """Return the page's text as soon as it contains `words`."""
        deadline = time.monotonic() + seconds
        while words not in (text := self.text()):
            assert time.monotonic() < deadline, f"{words!r} never came; there was: {text[:1000]}"
            time.sleep(0.1)
        return text

    def resize(self, width: int, height: int) -> None:
        """Resize the window to this many pixels."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        self._devtools("Emulation.setDeviceMetricsOverride", size)

    def colours(self, scheme: str) -> None:
        """Prefer the colour scheme `light` or `dark`, as a user's system does."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self._devtools("Emulation.setEmulatedMedia", {"features": [feature]})

    def screenshot(self) -> str:
        """Return the visible part of the page as a PNG in base64."""
        answer = self.http.get(f"{self.session}/screenshot", timeout=60)
        assert answer.ok, answer.text
        return str(answer.json()["value"])

    def _devtools(self, command: str, parameters: dict[str, Any]) -> None:
        self._call("post", "goog/cdp/execute", cmd=command, params=parameters)

    def alert(self) -> str | None:
        """Return the text of an open alert, if any."""
        answer = self.http.get(f"{self.session}/alert/text", timeout=20)
        return answer.json()["value"] if answer.ok else None

    def close(self) -> None:
        self.http.delete(self.session, timeout=20)
        self.http.close()

    def _call(self, method: str, path: str, **body: Any) -> Any:
        answer = self.http.request(method, f"{self.session}/{path}", json=body, timeout=60)
        assert answer.ok, answer.text
        return answer.json()["value"]


@contextmanager
def open_browser(profile: Path) -> Iterator[Browser]:
    """Open a new browser; skip the test, with the reason, if none is installed."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    driver = shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("no chromium and chromedriver on this machine (Debian: chromium-driver)")
    with subprocess.Popen(
        [driver, "--port=0"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            port = next(
                m[1] for line in lines if (m := re.search(r"successfully on port (\d+)", line))
            )
            browser = Browser(_session(f"http://127.0.0.1:{port}", chromium, profile))
            try:
                yield browser
            finally:
                browser.close()
        finally:
            process.terminate()


def _session(driver: str, chromium: str, profile: Path) -> str:
    options = {"binary": chromium, "args": [*ARGUMENTS, f"--user-data-dir={profile}"]}
    wanted = {"goog:chromeOptions": options, "unhandledPromptBehavior": "ignore"}
    capabilities = {"capabilities": {"alwaysMatch": wanted}}
    answer = requests.post(f"{driver}/session", json=capabilities, timeout=150)
    assert answer.ok, answer.text
    return f"{driver}/session/{answer.json()['value']['sessionId']}"
