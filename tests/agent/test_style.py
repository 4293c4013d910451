"""One set of design tokens: nothing that is shown has a colour of its own, and each pair of them can be read."""

from __future__ import annotations

import re
from itertools import chain
from pathlib import Path

import pytest
from safe_to_paste.style import TOKENS, sheet

ROOT = Path(__file__).parents[2]
OURS = sorted(
    each.relative_to(ROOT).as_posix()
    for each in chain(
        (ROOT / "agent" / "safe_to_paste").rglob("*.css"),
        *((ROOT / "extension" / "src").rglob(f"*.{kind}") for kind in ("ts", "css", "html")),
        (ROOT / "extension").glob("*.mjs"),
    )
    if each != TOKENS
)
SHEETS = [each for each in OURS if each.endswith((".css", "tokens.ts", "look.ts"))]

# Not an entity such as &#1234; and not a pattern such as [#x].
COLOUR = re.compile(
    r"(?<![&\w/(])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b(?!-)|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch|color)a?\("
    r"|(?:color|background|border|outline|shadow|fill|stroke):[^;}\n]*\b(?:black|white|red|green|blue|gr[ae]y|orange|teal)\b",
    re.IGNORECASE,
)
# In the sheets of the extension, whose sizes do not grow with a page's letters; what is nothing at all may be said.
SIZE = re.compile(
    r"(?:font-size|border-radius|box-shadow|min-height|outline):(?! ?(?:0|none|inherit|var\(|5em))[^;}]+"
    r"|font-family|\b[1-9]\d*m?s\b"
)

TEXT = 4.5  # WCAG 2.2, 1.4.3
SHAPE = 3.0  # 1.4.11
PAIRS = (
    *((text, on, TEXT) for text in ("text", "quiet", "accent") for on in ("surface", "ground", "raised")),
    ("text", "tint", TEXT),
    ("accent-strong", "tint", TEXT),
    *((f"on-{name}", name, TEXT) for name in ("accent", "note", "good", "care", "band")),
    ("on-accent", "accent-strong", TEXT),
    ("on-band-quiet", "band", TEXT),
    *(("edge", on, SHAPE) for on in ("surface", "ground", "raised")),
    ("accent", "on-accent", SHAPE),
    ("underline", "surface", SHAPE),
)


def blocks() -> dict[str, dict[str, str]]:
    """The colours of each block of tokens: in light, in dark, in print."""
    text = TOKENS.read_text(encoding="utf-8")
    light, dark, _, printed = re.split(r"@media [^{]*{", text)
    first = colours(light)
    return {"light": first, "dark": first | colours(dark), "print": first | colours(printed)}


def colours(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", text))


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1. https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_as_the_standard_reckons_it() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_every_pair_of_colours_can_be_read(scheme: str) -> None:
    known = blocks()[scheme]
    weak = {(one, other): contrast(known[one], known[other]) for one, other, _ in PAIRS}

    assert {pair: weak[pair[:2]] for pair in PAIRS if weak[pair[:2]] < pair[2]} == {}


def test_no_other_file_has_a_colour() -> None:
    found = {name: [each[0] for each in COLOUR.finditer((ROOT / name).read_text(encoding="utf-8"))] for name in OURS}

    assert len(SHEETS) > 5
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_a_colour_is_found_however_it_is_written() -> None:
    for each in ("color: #fff", "a{background:rgb(0 0 0)}", "border: 1px solid white", '"#5b6670"', "oklch(1 0 0)"):
        assert COLOUR.search(each), each
    for each in ("&#x1F600;", "url(#a)", "background: none", "href=/#add", "color: inherit", "on-white: 1"):
        assert not COLOUR.search(each), each


@pytest.mark.parametrize("name", [each for each in SHEETS if each.startswith("extension")])
def test_no_sheet_of_the_extension_has_a_size_of_letters_a_roundness_or_a_time_of_its_own(name: str) -> None:
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL)

    assert [each[0] for each in SIZE.finditer(source)] == []


@pytest.mark.parametrize("name", SHEETS)
def test_every_token_that_is_used_is_there(name: str) -> None:
    known = set(re.findall(r"--([a-z-]+):", TOKENS.read_text(encoding="utf-8")))

    assert set(re.findall(r"var\(--([a-z-]+)\)", (ROOT / name).read_text(encoding="utf-8"))) <= known


def test_sheet_is_the_tokens_and_then_the_pages_own(tmp_path: Path) -> None:
    own = tmp_path / "own.css"
    own.write_text("p { color: var(--text) }", encoding="utf-8")

    assert sheet(own).startswith(TOKENS.read_text(encoding="utf-8"))
    assert sheet(own).endswith("p { color: var(--text) }")
