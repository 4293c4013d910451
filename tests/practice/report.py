"""The picture of a report, made anew from invented laptops: what ``make pictures`` runs for it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from bench import exports
from playwright.sync_api import sync_playwright
from safe_to_paste import paths, rules
from safe_to_paste.policy_file import parse
from safe_to_paste.report import figures, page
from safe_to_paste.report.trust import Trust

from practice import browser, build

PICTURE = build.BUILD / "report.png"
POLICY = 'title = "AI policy"\nversion = "2026"\nstaff_count = 90\n[organisation]\norganisation = "{}"\n'


def main() -> int:
    """Save the first screen of a report, and below build/ the whole of it."""
    policy = parse(POLICY.format("Hazelmere Learning Trust"), "default.toml")
    with tempfile.TemporaryDirectory() as folder:
        exports.write(Path(folder), exports.School(80, "2025-09", "2026-11"))
        with Trust(Path(folder)) as trust:
            titles = figures.titles(rules.load(paths.rules_dir()))
            made = figures.of(trust, figures.Audience.DPO, policy=policy, titles=titles)
            html = page.html(made, policy=policy, faults=trust.faults)
    PICTURE.parent.mkdir(exist_ok=True)
    file = PICTURE.with_suffix(".html")
    file.write_text(html, encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(playwright))
        sheet = chromium.new_page(viewport={"width": 860, "height": 1320}, device_scale_factor=1.5)
        sheet.goto(file.as_uri())
        sheet.screenshot(path=PICTURE)
        sheet.pdf(path=PICTURE.with_suffix(".pdf"), prefer_css_page_size=True, print_background=True)
        chromium.close()
    print(f"pictures in {PICTURE.parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
