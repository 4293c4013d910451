"""The host as a browser meets it: a process with two pipes."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest
from safe_to_paste import __version__, ids

from .conftest import MARKING, PATIENCE, SCAN, UPN_LIKE, Browser, Start, World, is_gone, wait_until

CANARY = "Quellcanarybird"


@pytest.fixture
def host(start: Start, world: World) -> Browser:
    browser = start(world)
    browser.hello()
    return browser


def test_hello_tells_versions_and_a_new_instance_each_time(start: Start, world: World) -> None:
    first, second = (start(world).hello() for _ in range(2))

    assert (True, 1, __version__) == (first["ok"], first["protocol"], first["agent"])
    assert first["instance"] != second["instance"]


def test_a_badge_is_found_replaced_and_numbered(host: Browser) -> None:
    text = "\U0001f642 ZZ1234 met ZZ9999, and ZZ1234 left"
    reply = host.scan(text)
    edits = host.ask("act", scan=reply["scan"], action="replace")

    assert "hold" == reply["outcome"]
    assert [(3, 9), (14, 20), (26, 32)] == [(f["start"], f["end"]) for f in reply["findings"]]
    assert ["[Badge 1]", "[Badge 2]", "[Badge 1]"] == [e["text"] for e in edits["edits"]]
    assert [(3, 9), (14, 20), (26, 32)] == [(e["start"], e["end"]) for e in edits["edits"]]


def test_labels_stay_the_same_within_a_conversation_and_only_there(host: Browser) -> None:
    def labels(text: str, conversation: str, *taken: str) -> list[str]:
        scan = host.scan(text, conversation=conversation)["scan"]
        reply = host.ask("act", scan=scan, action="replace", taken=list(taken))
        return [edit["text"] for edit in reply["edits"]]

    assert ["[Badge 1]", "[Badge 2]"] == labels("ZZ1111 ZZ2222", "aa")
    assert ["[Badge 2]", "[Badge 3]"] == labels("ZZ2222 ZZ3333", "aa")
    assert ["[Badge 1]"] == labels("ZZ3333", "bb")
    assert ["[Badge 8]"] == labels("ZZ4444", "cc", "[Badge 7]", "not a label")


def test_remove_takes_out_and_leaves_markings(host: Browser) -> None:
    reply = host.scan("Test only secret: ZZ1234")
    edits = host.ask("act", scan=reply["scan"], action="remove")["edits"]

    assert [False, True] == [f["replaceable"] for f in reply["findings"]]
    assert [{"start": 17, "end": 24, "text": ""}] == edits


def test_remove_takes_along_what_is_left_without_sense_in_the_wires_units(host: Browser) -> None:
    text = "\U0001f642 Badges (ZZ1234), ZZ2222 and ZZ3333 are lost."
    reply = host.scan(text)
    edits = host.ask("act", scan=reply["scan"], action="remove")["edits"]
    units = text.encode("utf-16-le")
    for edit in reversed(edits):
        units = units[: 2 * edit["start"]] + units[2 * edit["end"] :]

    assert 3 == len(edits)
    assert "\U0001f642 Badges are lost." == units.decode("utf-16-le")


def test_what_is_made_up_is_not_asked_about_again(host: Browser) -> None:
    reply = host.scan("ZZ1234 is test only secret", conversation="aa")
    host.ask("act", scan=reply["scan"], action="keep", reason="made_up")

    assert "allow" == host.scan("again ZZ1234, test only secret", conversation="aa")["outcome"]
    # Elsewhere the identifier is still made up; the marking is on another paper.
    elsewhere = host.scan("again ZZ1234, test only secret", conversation="bb")
    assert ["TEST_MARKING"] == [f["entity"] for f in elsewhere["findings"]]
    assert "hold" == host.scan("ZZ1235", conversation="aa")["outcome"]


@pytest.mark.parametrize("reason", ["dpo", "not_a_problem", None])
def test_other_reasons_are_about_this_text_alone(host: Browser, reason: str | None) -> None:
    scan = host.scan("ZZ1234")["scan"]
    reply = host.ask("act", scan=scan, action="keep", **({"reason": reason} if reason else {}))

    assert ([], True) == (reply["edits"], reply["last"])
    assert "hold" == host.scan("ZZ1234")["outcome"]


@pytest.mark.parametrize(
    "text",
    ["", "\0", "\0ZZ\0", "\ud800", "\udfff\ud800", "a\u202eb\u200f", "\U0001f642" * 1000, "\r\n\r", " " * 1000],
)
def test_odd_texts_are_scanned_like_any_other(host: Browser, text: str) -> None:
    assert "allow" == host.scan(text)["outcome"]

    reply = host.scan(f"{text} ZZ1234 {text}")
    start = len(text.encode("utf-16-le", "surrogatepass")) // 2 + 1

    assert [(start, start + 6)] == [(f["start"], f["end"]) for f in reply["findings"]]


def test_five_megabytes_are_uploaded_scanned_and_edited(host: Browser) -> None:
    line = "The cat sat on the mat \U0001f642 and was given the badge ZZ1234." + " It purred." * 250 + "\n"
    text = line * (5_000_000 // len(line))
    lines = text.count("\n")
    upload = host.upload(text)
    reply = host.ask("scan", upload=upload, **SCAN)
    listed = len(reply["findings"])
    units = len(line) + 1

    assert (200, lines - 200) == (listed, reply["more"])

    host.send({"type": "act", "id": "big", "scan": reply["scan"], "action": "replace"})
    frames = [host.reply()]
    while not frames[-1]["last"]:
        frames.append(host.reply())
    edits = [edit for frame in frames for edit in frame["edits"]]

    assert {"big"} == {frame["id"] for frame in frames}
    assert lines == len(edits)
    at = line.index("ZZ") + 1
    assert [(n * units + at, n * units + at + 6) for n in range(lines)] == [(e["start"], e["end"]) for e in edits]
    assert "unknown_upload" == code(host.ask("scan", upload=upload, **SCAN))
    print(f"\n5 MB: {reply['cpu_ms']:.0f} ms of CPU, {lines} findings, {len(frames)} frames of edits")


def test_more_than_can_be_listed_is_not_half_replaced(host: Browser) -> None:
    reply = host.ask("scan", upload=host.upload("the badge ZZ1234\n" * 50_000), **SCAN)

    assert ("hold", 2_000) == (reply["outcome"], len(reply["findings"]) + reply["more"])
    assert {"keep", "go_back"} == {action["id"] for action in reply["actions"]}
    assert "unknown_action" == code(host.ask("act", scan=reply["scan"], action="replace"))
    assert "at least 2,000" in reply["says"]


def code(reply: dict[str, Any]) -> str:
    assert reply["ok"] is False
    assert set(reply["error"]) == {"code", "message"}
    return str(reply["error"]["code"])


def test_every_error_code_and_the_host_goes_on(host: Browser, start: Start, tmp_path: Path) -> None:
    scan = host.scan("ZZ1234")["scan"]

    assert "bad_request" == code(host.ask("ping", more=1))
    assert "unknown_type" == code(host.ask("guess"))
    assert "too_large" == code(host.ask("upload_begin", size=8 * 1024 * 1024 + 1))
    assert "unknown_scan" == code(host.ask("act", scan="s0", action="replace"))
    assert "unknown_upload" == code(host.ask("upload_chunk", upload="u0", seq=0, text=""))
    assert "unknown_upload" == code(host.ask("upload_end", upload="u0"))
    assert "unknown_action" == code(host.ask("act", scan=scan, action="explain"))
    for frame in (b"{", b"\xff", b"[1]", b"nonsense"):
        host.send_frame(frame)
        reply = host.reply()
        assert ("", "bad_request") == (reply["id"], code(reply))
    assert host.ask("ping")["ok"]

    empty = World(tmp_path / "empty")
    (empty.root / "rules").mkdir(parents=True)
    bare = start(empty)
    bare.hello()
    refused = bare.scan("ZZ1234")
    assert "not_ready" == code(refused)
    assert "no rules" in refused["error"]["message"]
    assert (0, True) == (bare.ask("status")["rules"], bare.ask("ping")["ok"])


def with_detector(world: World, step: str) -> str:
    """What to do before a host starts, so that the world's rule comes to one step of Python."""
    world.rule.write_text(
        UPN_LIKE.replace("pattern = '(?<![A-Z0-9])ZZ[0-9]{4}(?![0-9])'", 'detector = "made_for_tests"'),
        encoding="utf-8",
    )
    return (
        "import sys, time, types\n"
        "module = types.ModuleType('safe_to_paste.detectors.made_for_tests')\n"
        "def find(view):\n    text = view.text\n"
        "    print('scanning', file=sys.stderr, flush=True)\n"
        f"    {step}\n"
        "    yield\n"
        "module.find = find\n"
        "sys.modules[module.__name__] = module\n"
    )


def test_a_fault_inside_is_an_error_without_the_text(start: Start, world: World) -> None:
    # A detector that fails as a library might: with the text in its words.
    host = start(world, before=with_detector(world, "raise ValueError('cannot read ' + text)"))
    host.hello()
    reply = host.scan(f"about {CANARY}")

    assert "internal" == code(reply)
    assert CANARY not in json.dumps(reply)
    assert "not_ready" != code(host.scan("again"))
    assert host.ask("ping")["ok"]
    assert 0 == host.close()
    assert "ValueError at" in host.stderr()
    assert CANARY not in host.stderr()


@pytest.mark.parametrize("head", [b"\0\0\0\0", struct.pack("=I", 524_289), b"GET ", b"\xff\xff\xff\xff"])
def test_bytes_that_are_no_frame_end_the_process(host: Browser, head: bytes) -> None:
    host.send_bytes(head + CANARY.encode())

    assert 1 == host.process.wait(PATIENCE)
    with pytest.raises(EOFError):
        host.reply()
    assert CANARY not in host.stderr()


def test_input_that_ends_inside_a_frame_ends_the_process(host: Browser) -> None:
    host.send_bytes(struct.pack("=I", 100) + b'{"type":')

    assert 1 == host.close()


def test_end_of_input_ends_the_process_at_once_and_leaves_nothing_behind(host: Browser) -> None:
    host.scan("ZZ1234")
    process = psutil.Process(host.process.pid)
    assert [] == process.children(recursive=True)

    assert 0 == host.close()
    assert "" == host.stderr()


def test_end_of_input_does_not_wait_for_a_scan(start: Start, world: World) -> None:
    # A scan that would take ten minutes.
    host = start(world, before=with_detector(world, "time.sleep(600)"))
    host.hello()
    host.send({"type": "scan", "id": "long", "text": "ZZ1234", **SCAN})

    assert wait_until(lambda: "scanning" in host.stderr())
    assert 0 == host.close()


def test_ping_is_answered_while_a_long_text_is_scanned(host: Browser) -> None:
    upload = host.upload("ZZ1234 and some more words here. " * 60_000)
    host.send({"type": "scan", "id": "long", "upload": upload, **SCAN})

    assert host.ask("ping")["ok"]
    assert "long" == host.reply()["id"]


def test_killed_host_leaves_no_child_and_the_next_one_works(start: Start, world: World) -> None:
    first = start(world)
    first.hello()
    scan = first.scan("ZZ1234")["scan"]
    first.process.kill()
    first.process.wait(PATIENCE)
    second = start(world)
    second.hello()

    # An id of the first host means nothing to the second, rather than something else.
    assert "unknown_scan" == code(second.ask("act", scan=scan, action="replace"))
    assert "hold" == second.scan("ZZ1234")["outcome"]


@pytest.mark.skipif(
    sys.platform == "win32",
    reason="the test orphans a process as POSIX does; on Windows the host waits on a handle instead",
)
def test_host_ends_when_its_parent_has_gone_though_the_input_stays_open() -> None:
    # The pipe's other end is held by this test; the process between starts the host and is killed.
    reading, writing = os.pipe()
    between = (
        "import subprocess, sys, time\n"
        "host = subprocess.Popen([sys.executable, '-m', 'safe_to_paste.host.serve', sys.argv[1]],"
        " stdin=int(sys.argv[2]))\n"
        "print(host.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", between, ids.ORIGINS[0], str(reading)],
        stdout=subprocess.PIPE,
        pass_fds=[reading],
    ) as parent:
        try:
            assert parent.stdout is not None
            pid = int(parent.stdout.readline())
            # A host that answers knows its parent, and lives.
            hello = json.dumps({"type": "hello", "id": "1", "extension": "0.1.0", "protocol": 1}).encode()
            os.write(writing, struct.pack("=I", len(hello)) + hello)
            assert parent.stdout.read(4)
            parent.kill()
            parent.wait()

            assert wait_until(lambda: is_gone(pid))
        finally:
            parent.kill()
            os.close(reading)
            os.close(writing)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/"],
        [ids.ORIGINS[0].rstrip("/")],
        ["--parent-window=0", ids.ORIGINS[0]],
        [f"/x/{ids.HOST}.json", "other@example.org"],
        [f"/x/{ids.HOST}.json"],
        ["/x/another.json", ids.FIREFOX],
    ],
)
def test_any_other_caller_is_refused_before_anything_is_read(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "safe_to_paste.host.serve", *arguments],
        input=b"\x02\0\0\0{}",
        capture_output=True,
        timeout=60,
        check=False,
    )

    assert (2, b"") == (done.returncode, done.stdout)


@pytest.mark.parametrize(
    "arguments",
    [
        [ids.ORIGINS[0], "--parent-window=0"],
        [f"/home/pat/.mozilla/native-messaging-hosts/{ids.HOST}.json", ids.FIREFOX],
    ],
)
def test_browsers_own_ways_of_calling_are_accepted(start: Start, world: World, arguments: list[str]) -> None:
    assert start(world, *arguments).hello()["ok"]


def test_replaced_rule_is_in_force_within_a_second(host: Browser, world: World) -> None:
    assert "allow" == host.scan("YY1234")["outcome"]
    began = time.monotonic()
    replacement = world.rule.with_suffix(".new")
    replacement.write_text(UPN_LIKE.replace("ZZ", "YY"), encoding="utf-8")
    replacement.replace(world.rule)

    assert {"event": "rules_changed", "rules": 2, "notes": []} == host.event()
    print(f"\nreplaced rule in force after {(time.monotonic() - began) * 1000:.0f} ms")
    assert "hold" == host.scan("YY1234")["outcome"]
    assert "allow" == host.scan("ZZ1234")["outcome"]


def test_broken_rule_keeps_the_last_good_ones_and_is_noted_until_mended(host: Browser, world: World) -> None:
    host.ask("status")
    world.rule.write_text("title = ", encoding="utf-8")
    event = host.event()

    assert ("rules_changed", 2) == (event["event"], event["rules"])
    assert "badge.toml" in event["notes"][0]
    assert "hold" == host.scan("ZZ1234")["outcome"]
    assert event["notes"] == host.ask("status")["notes"]

    world.rule.write_text(UPN_LIKE, encoding="utf-8")

    assert [] == host.event()["notes"]
    assert [] == host.ask("status")["notes"]


def test_chosen_policy_is_followed_as_it_changes_and_breaks(host: Browser, world: World) -> None:
    own = world.root / "ours.toml"
    own.write_text('title = "Ours"\nversion = "7"\nmode = "report_only"\n', encoding="utf-8")
    assert "hold" == host.scan("ZZ1234")["outcome"]
    world.settings.write_text(json.dumps({"policy": str(own)}), encoding="utf-8")
    event = host.event()

    assert ("policy_changed", "Ours", "7") == (event["event"], event["policy"]["title"], event["policy"]["version"])
    assert "hint" == host.scan("ZZ1234")["outcome"]

    own.write_text('title = "Ours"\nversion = ', encoding="utf-8")
    event = host.event()

    assert "last good one" in event["notes"][0]
    assert "hint" == host.scan("ZZ1234")["outcome"]

    own.write_text('title = "Ours"\nversion = "8"\n', encoding="utf-8")

    assert ([], "8") == ((event := host.event())["notes"], event["policy"]["version"])
    assert "hold" == host.scan("ZZ1234")["outcome"]


def test_policy_that_is_written_in_steps_takes_effect_when_it_is_whole(host: Browser, world: World) -> None:
    host.ask("status")
    own = world.root / "ours.toml"
    own.write_text('title = "Ours"\nversion = "1"\n[marking]\nmode = "forbid"\n', encoding="utf-8")
    world.settings.write_text(json.dumps({"policy": str(own)}), encoding="utf-8")
    assert "1" == host.event()["policy"]["version"]

    own.write_text('title = "Ours"\nversion = "2"\n', encoding="utf-8")
    event = host.event()

    assert "1" == event["policy"]["version"]
    assert "marking is missing that was there before; the last good one is in use" in event["notes"][0]

    own.write_text('title = "Ours"\nversion = "2"\n[marking]\nmode = "allow"\n', encoding="utf-8")

    assert ([], "2") == ((event := host.event())["notes"], event["policy"]["version"])


def test_changed_value_in_no_file_is_noticed_by_an_idle_host(start: Start, world: World) -> None:
    registry = world.root / "registry"  # not a file that settings are known to come from
    registry.write_text("default", encoding="utf-8")
    before = (
        "from safe_to_paste import settings\n"
        "from safe_to_paste.host import serve\n"
        "read = lambda: {'policy': (root / 'registry').read_text()}\n"
        "settings.machine_sources = lambda: (settings.Source('managed', read),)\n"
        "serve._TIDY_AFTER = 0.1\n"
    )
    host = start(world, before=before)
    host.hello()
    assert "default" == host.ask("status")["policy"]["name"]
    registry.write_text("quantock", encoding="utf-8")

    assert ("policy_changed", "quantock") == ((event := host.event())["event"], event["policy"]["name"])


def test_idle_host_forgets_what_was_given_up(start: Start, world: World) -> None:
    before = (
        "from safe_to_paste.host import serve, uploads\n"
        "serve._TIDY_AFTER, uploads.PATIENCE = 0.1, 0.2\n"
        "forget = uploads.Uploads.forget_abandoned\n"
        "def told(self):\n"
        "    before = len(self._open)\n"
        "    forget(self)\n"
        "    if len(self._open) < before:\n"
        "        print('forgotten', file=sys.stderr, flush=True)\n"
        "uploads.Uploads.forget_abandoned = told\n"
    )
    host = start(world, before=before)
    host.hello()
    host.ask("upload_begin", size=4)

    assert wait_until(lambda: "forgotten" in host.stderr())


def test_broken_policy_at_the_start_gives_the_default_one_and_a_note(start: Start, world: World) -> None:
    world.settings.write_text(json.dumps({"policy": "model"}), encoding="utf-8")
    host = start(world)
    host.hello()
    status = host.ask("status")

    assert "default" == status["policy"]["name"]
    assert "the default policy is in use" in " ".join(status["notes"])
    assert "hold" == host.scan("ZZ1234")["outcome"]


def test_overlay_adds_and_replaces_and_a_broken_one_is_left_out(start: Start, world: World) -> None:
    overlay = world.root / "overlay" / "test"
    overlay.mkdir(parents=True)
    (overlay / "badge.toml").write_text(UPN_LIKE.replace("ZZ", "XX"), encoding="utf-8")
    world.settings.write_text(json.dumps({"rules_overlay": str(overlay.parent)}), encoding="utf-8")
    host = start(world)
    host.hello()

    assert ("allow", "hold") == (host.scan("ZZ1234")["outcome"], host.scan("XX1234")["outcome"])

    (overlay / "badge.toml").write_text("?", encoding="utf-8")
    host.event()

    assert "hold" == host.scan("XX1234")["outcome"]

    again = start(world)
    again.hello()

    assert "the shipped rules alone are in use" in " ".join(again.ask("status")["notes"])
    assert "hold" == again.scan("ZZ1234")["outcome"]


def test_no_text_is_left_in_any_file_or_stream(host: Browser, world: World) -> None:
    text = f"{CANARY} ZZ1234 \ud800 {MARKING}"
    scan = host.scan(text)
    host.ask("act", scan=scan["scan"], action="replace", taken=[f"[{CANARY} 1]"])
    host.ask("act", scan=host.scan(text, site=CANARY, trigger="send")["scan"], action="keep", reason="made_up")
    host.ask("concern", about=CANARY)
    host.ask("declare", do=CANARY)
    host.ask("scan", upload=host.upload(text * 10), **SCAN)
    host.send_frame(f'{{"type": "scan", "text": "{CANARY}'.encode())
    host.reply()
    host.ask("scan", **(SCAN | {"text": CANARY, "site": CANARY * 20}))
    host.ask(CANARY)
    host.close()

    files = [file for file in world.root.rglob("*") if file.is_file()]
    assert "journal.sqlite3" in {file.name for file in files}
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        canaries = [f.encode(encoding) for f in (CANARY, CANARY.lower(), CANARY.upper())]
        assert not [file for file in files if any(each in file.read_bytes() for each in canaries)]
