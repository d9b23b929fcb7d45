"""Check the documentation's links to other sites: python -m tests.outside_links

This is not a test because it depends on other sites. A missing page (404, 410, unknown host) gives
exit code 1; a site that refuses programs, or is slow, is reported and skipped.
"""

from __future__ import annotations

import re
import sys

import requests

from tests.project import ROOT

ADDRESS = re.compile(r"https?://[^\s)>`\"|]+")
EXAMPLES = ("example.com", "acme.", "localhost", "127.0.0.1", "api.monday.com", "your-account")
GONE = (404, 410)


def addresses() -> dict[str, str]:
    """Return every address outside code blocks, with the first page that has it."""
    found: dict[str, str] = {}
    for page in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]):
        text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
        for address in ADDRESS.findall(text):
            found.setdefault(address.rstrip(".,;"), str(page.relative_to(ROOT)))
    return {a: page for a, page in found.items() if not any(word in a for word in EXAMPLES)}


def fault(address: str) -> tuple[bool, str]:
    """Return (whether the page is gone, message); the message is empty if all is well."""
    try:
        answer = requests.get(address, timeout=30, headers={"User-Agent": "Mozilla/5.0"})
    except requests.ConnectionError as exc:
        return "resolve" in str(exc), f"no connection: {type(exc).__name__}"
    except requests.RequestException as exc:
        return False, type(exc).__name__
    return answer.status_code in GONE, "" if answer.ok else f"status {answer.status_code}"


def main() -> None:
    gone = False
    for address, page in addresses().items():
        is_gone, text = fault(address)
        gone |= is_gone
        if text:
            print(f"{'GONE' if is_gone else 'passed over'}: {address} in {page}: {text}")
    sys.exit(int(gone))


if __name__ == "__main__":
    main()
