"""What the operating system tells of folders, as it happens.

On Linux each observer holds one of the few inotify instances a person may have (128), so none is left behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from watchdog.events import FileSystemEvent
    from watchdog.observers.api import BaseObserver


class Events:
    """Hands on what happens in some folders, from ``follow`` until ``stop``.

    ``told`` runs on a thread of the observer's; ``is_following`` from when all are followed.
    """

    def __init__(self, told: Callable[[FileSystemEvent], None]) -> None:
        self._told = told
        self._observer: BaseObserver | None = None
        self.is_following = False

    def follow(self, folders: Iterable[tuple[Path, bool]]) -> bool:
        """Follow these from now on, and no others; each with all that is below it, or without.

        Returns:
            Whether the system tells of all of them that are there. One for which it has no watch left takes no
            other's away.
        """
        from watchdog.events import FileSystemEventHandler  # 60 ms that a scan need not wait for
        from watchdog.observers import Observer

        told = self._told

        class Handler(FileSystemEventHandler):
            def on_any_event(self, event: FileSystemEvent) -> None:
                told(event)

        self.stop()
        try:
            self._observer = observer = Observer()
            observer.start()
        except OSError:
            self.stop()
            return False
        whole = True
        for folder, recursive in folders:
            try:
                observer.schedule(Handler(), str(folder), recursive=recursive)
            except (FileNotFoundError, NotADirectoryError):
                continue  # gone between being seen and being followed: what holds it tells of it
            except OSError:
                whole = False
        self.is_following = True
        return whole

    def stop(self) -> None:
        """End, and wait until no thread is left."""
        self.is_following = False
        observer, self._observer = self._observer, None
        if observer is not None:
            # One that could not be started holds a thread and a watch of the system's all the same.
            observer.stop()
            if observer.is_alive():
                observer.join()
