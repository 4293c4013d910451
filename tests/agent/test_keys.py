"""The key: in the keychain where there is one, else in a file of the person's own."""

from __future__ import annotations

import base64
import errno
import os
import stat
import sys
import time
from pathlib import Path

import pytest
from safe_to_paste import keys
from safe_to_paste.errors import SettingsError


class Chain:
    """A keychain in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, account: str) -> str | None:
        return self.kept.get((service, account))

    def set_password(self, service: str, account: str, secret: str) -> None:
        self.kept[service, account] = secret


class Forgetful(Chain):
    """A backend that takes everything and keeps nothing."""

    def set_password(self, service: str, account: str, secret: str) -> None:
        pass


class Locked(Chain):
    """No desktop, no keychain: backends raise errors of their own."""

    def get_password(self, service: str, account: str) -> str | None:
        raise RuntimeError(f"no keychain for {service} {account}")


def test_a_key_is_made_once_and_kept_in_the_keychain(tmp_path: Path) -> None:
    chain = Chain()
    first, second = (keys.load(chain, tmp_path / "key") for _ in range(2))

    assert first == second
    assert (32, "keychain") == (len(first.secret), first.state)
    assert not (tmp_path / "key").exists()


@pytest.mark.parametrize("chain", [Locked(), Forgetful()], ids=["locked", "forgetful"])
def test_without_a_keychain_the_key_lies_in_a_file_of_ones_own(tmp_path: Path, chain: Chain) -> None:
    file = tmp_path / "data" / "key"
    first, second = (keys.load(chain, file) for _ in range(2))

    assert first == second
    assert "degraded" == first.state
    assert [file] == list(file.parent.iterdir())
    if sys.platform != "win32":
        assert 0o600 == stat.S_IMODE(file.stat().st_mode)


def cannot_link(*_: object) -> None:
    raise OSError(errno.EPERM, "no hard links here")


def test_where_there_are_no_hard_links_the_key_is_kept_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", cannot_link)
    first, second = (keys.load(Locked(), tmp_path / "key") for _ in range(2))

    assert first == second
    assert [tmp_path / "key"] == list(tmp_path.iterdir())


def test_no_secret_is_left_behind_when_a_key_cannot_be_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.open

    def full(path: Path, *rest: int) -> int:
        if Path(path).name == "key":
            raise OSError(errno.ENOSPC, "no space left")
        return whole(path, *rest)

    monkeypatch.setattr(os, "link", cannot_link)
    monkeypatch.setattr(os, "open", full)

    with pytest.raises(SettingsError, match="cannot be kept"):
        keys.load(Locked(), tmp_path / "key")
    assert [] == list(tmp_path.iterdir())


def test_of_two_first_processes_both_use_the_key_that_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chain = Chain()
    others = base64.b64encode(b"B" * keys.SIZE).decode()
    # The other found no key either, and stores its own while this one waits.
    monkeypatch.setattr(time, "sleep", lambda _: chain.set_password(keys.SERVICE, keys.ACCOUNT, others))

    assert b"B" * keys.SIZE == keys.load(chain, tmp_path / "key").secret


def test_a_key_that_lies_in_a_file_stays_the_key(tmp_path: Path) -> None:
    kept = keys.load(Locked(), tmp_path / "key")

    assert kept == keys.load(Chain(), tmp_path / "key")


def test_state_says_where_and_writes_nothing(tmp_path: Path) -> None:
    assert "keychain" == keys.state(Chain(), tmp_path / "key")
    assert "degraded" == keys.state(Locked(), tmp_path / "key")
    assert [] == list(tmp_path.iterdir())


def test_a_damaged_key_file_is_an_error_and_not_a_new_key(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"short")

    with pytest.raises(SettingsError, match="not a key"):
        keys.load(Chain(), tmp_path / "key")


def test_a_key_is_not_shown() -> None:
    assert "secret" not in repr(keys.Key(b"secret", "keychain"))


def test_every_key_that_can_be_read_is_known_and_none_is_made(tmp_path: Path) -> None:
    chain, file = Chain(), tmp_path / "key"

    assert () == keys.known(chain, file) == keys.known(Locked(), file)
    assert ({}, False) == (chain.kept, file.exists())

    in_chain = keys.load(chain, file)
    in_file = keys.load(Locked(), file)

    assert (in_file, in_chain) == keys.known(chain, file)
    assert (in_file,) == keys.known(Locked(), file)
