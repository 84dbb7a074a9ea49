"""Edits that the file system reports: to files and folders, and to what symbolic links lead to."""

from __future__ import annotations

import os
import queue
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from watchdog.events import FileSystemEvent, FileSystemEventHandler

from macros.edit_observer import EditObserver, expand_symlinks

if TYPE_CHECKING:
    from collections.abc import Iterator

TIMEOUT = 60
"""Seconds without an event after which a test fails."""


class EventQueue(FileSystemEventHandler):
    """Queues the names of the files that events concern."""

    def __init__(self) -> None:
        self.names: queue.Queue[str] = queue.Queue()

    def on_any_event(self, event: FileSystemEvent) -> None:
        self.names.put(Path(os.fsdecode(event.dest_path or event.src_path)).name)

    def next_name(self) -> str:
        """Return the next name, and forget those that follow at once."""
        name = self.names.get(timeout=TIMEOUT)
        while not self.names.empty():
            self.names.get()
        return name


@pytest.fixture
def observer() -> Iterator[Any]:
    observer = EditObserver()
    observer.start()
    yield observer
    observer.stop()
    observer.join()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder with two data files and a folder of pages with a link, outside the project."""
    outside = tmp_path / "outside"
    (outside / "pages").mkdir(parents=True)
    for name in ("one.yml", "two.yml", "pages/a.md", "far.md"):
        (outside / name).write_text("old", encoding="utf-8")
    (outside / "pages" / "far.md").symlink_to("../far.md")
    return outside


def test_symlinks_expand_to_files_and_folders_in_order(tmp_path: Path, outside: Path) -> None:
    data = tmp_path / "project" / "data"
    data.mkdir(parents=True)
    (data / "scenario.yml").symlink_to("current.yml")
    (data / "current.yml").symlink_to(outside / "one.yml")
    (data / "nowhere").symlink_to("no/such/folder")
    (data / "loop").symlink_to(".")
    docs = data.with_name("docs")
    docs.symlink_to(outside / "pages", target_is_directory=True)
    links = {docs, *(data / name for name in ("scenario.yml", "current.yml", "loop", "nowhere"))}
    targets = {outside / "one.yml", outside / "pages", outside / "pages" / "far.md", outside / "far.md"}
    assert {*expand_symlinks([data, docs])} == {data} | links | targets


def test_the_edits_of_a_watched_file_are_reported_also_if_another_replaces_it(outside: Path, observer: Any) -> None:  # noqa: ANN401 - the class depends on the platform
    events = EventQueue()
    observer.schedule(events, str(outside / "one.yml"))
    (outside / "two.yml").write_text("unwatched", encoding="utf-8")
    (outside / "one.yml").write_text("new", encoding="utf-8")
    assert events.next_name() == "one.yml"
    (outside / "two.yml").replace(outside / "one.yml")
    assert events.next_name() == "one.yml"


def test_a_folder_that_comes_back_is_an_edit(outside: Path, observer: Any) -> None:  # noqa: ANN401 - as above
    events = EventQueue()
    observer.schedule(events, str(outside / "pages"), recursive=True)
    (outside / "pages").rename(outside / "elsewhere")
    (outside / "elsewhere").rename(outside / "pages")
    assert events.next_name() == "pages"


def test_a_link_that_leads_to_another_folder_is_an_edit(tmp_path: Path, outside: Path, observer: Any) -> None:  # noqa: ANN401 - as above
    link, events = tmp_path / "docs", EventQueue()
    link.symlink_to(outside / "pages", target_is_directory=True)
    observer.schedule(events, str(link), recursive=True)
    (tmp_path / "new").symlink_to(outside, target_is_directory=True)
    (tmp_path / "new").replace(link)
    assert events.next_name() == "docs"


def test_a_folder_that_is_watched_no_longer_reports_nothing(outside: Path, observer: Any) -> None:  # noqa: ANN401 - as above
    events = EventQueue()
    observer.unschedule(observer.schedule(events, str(outside / "pages"), recursive=True))
    observer.schedule(events, str(outside / "one.yml"))
    (outside / "pages").rename(outside / "elsewhere")
    (outside / "elsewhere").rename(outside / "pages")
    (outside / "one.yml").write_text("new", encoding="utf-8")
    assert events.next_name() == "one.yml"
