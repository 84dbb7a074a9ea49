"""What a lore keeper meets: adding an entry, writing a page by hand, breaking the file, and serving while editing."""

from __future__ import annotations

import queue
import re
import socket
import subprocess
import sys
import threading
import time
from pathlib import PurePath
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from macros import rules
from macros.scenario.loader import load_file
from tests.conftest import STORY, build, build_environment, copy_project, mkdocs
from tests.guide import EXAMPLES, GUIDE
from tests.site.pages import page, words
from tests.site.shipped_search import ShippedSearch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import BuildOnce

PATIENCE = 120
"""Seconds after which a server that says nothing is taken for dead. Nothing is measured by it."""


IN_STORY = {
    "alliance": "canal",
    "industrial-gap-exposed": "siege-of-the-city",
    "fear-of-losing-face": "fear-of-ridicule",
    "no-reversal": "fall-of-the-regent",
    "p3-s4": "p3-s2",
}
"""What stands in the tests' story for the ids that the examples of the guide name."""


def example_in_story(section: str) -> str:
    """Return the guide's example for a section, with ids of the tests' story."""
    ids = "|".join(map(re.escape, IN_STORY))
    return re.sub(rf"(?<![\w-])({ids})(?![\w-])", lambda match: IN_STORY[match.group()], EXAMPLES[section])


def add_guide_example(text: str) -> str:
    """Return the tests' story with the entry and the link of the guide, added as the guide says."""
    for section in ("revisions", "links"):
        text = text.replace(f"\n{section}:\n", f"\n{section}:\n{example_in_story(section)}\n")
    after = text.index("  - id: the-league\n    title:")
    text = text[:after] + example_in_story("entries") + "\n" + text[after:]
    old = re.search(r"      - id: p1-s1-c3\n(?:        .*\n)*", text)
    assert old
    return text.replace(old.group(), example_in_story("sentences"))


@pytest.fixture(scope="module")
def edited(build_once: BuildOnce) -> Path:
    """Return the site of a project with the guide's entry, a page by hand, a repository, and a sub-path."""
    return build_once("edited", build_edited)


def build_edited(project: Path) -> Path:
    copy_project(project)
    data = project / "data" / "scenario.yml"
    data.write_text(add_guide_example(data.read_text(encoding="utf-8")), encoding="utf-8")
    by_hand = '# Our own heading\n\nWritten by hand.\n\n{{ entry("siege-of-the-city") }}\n'
    (project / "docs" / "entries" / "siege-of-the-city.md").write_text(by_hand, encoding="utf-8")
    places = {"REPO_URL": "https://git.example/leap", "SITE_URL": "https://host.example/the-other-leap/"}
    return build(project, project / "site", **places)


def test_the_guide_shows_the_errors_that_its_mistakes_give(tmp_path: Path) -> None:
    copy = tmp_path / "scenario.yml"
    text = add_guide_example(STORY.read_text(encoding="utf-8"))
    entry = example_in_story("entries")
    text = text.replace(entry, entry.replace("kind: group", "kind: grop")).replace(
        "people: [the-west]", "people: [the-wets]"
    )
    copy.write_text(text, encoding="utf-8")
    without_position = [re.sub(r"^\S+?:\d+:", "", str(problem)) for problem in rules.check(load_file(copy))]
    expected = GUIDE[GUIDE.index("```text\n") + 8 :].partition("```")[0].splitlines()
    assert without_position == [re.sub(r"^\S+?:\d+:", "", line) for line in expected]


def test_an_added_entry_gets_its_page_its_places_and_its_search_results(edited: Path) -> None:
    west = page(edited, "entries/the-west/")
    assert words(west.xpath("//h1")[0]).startswith("The West")
    assert west.xpath("//meta[@name='description']/@content")[0].startswith("The West is one of the two measures")
    for address, link in (("entries/", "the-west/"), ("people/", "../entries/the-west/")):
        assert link in page(edited, address).xpath("//main//a/@href")
    assert "../entries/the-west/" in page(edited, "account/").get_element_by_id("p1-s1-c3").xpath(".//a/@href")
    assert page(edited, "entries/the-league/").xpath("//a[@rel='prev']/@href") == ["../the-west/"]
    search = ShippedSearch(edited)
    last_change = words(west.xpath("//p[@class='last-change']")[0])
    assert last_change.startswith("Last changed 1 December 2026. The West is told of in an entry of its own.")
    assert [search.results(name)[0] for name in ("The West", "西方")] == ["entries/the-west/"] * 2


def test_a_page_by_hand_takes_the_place_of_the_generated_one(edited: Path) -> None:
    content = words(page(edited, "entries/siege-of-the-city/").xpath("//main")[0])
    assert "Written by hand." in content
    assert "What it led to" in content
    title = page(edited, "entries/siege-of-the-city/").xpath("//title/text()")
    assert title == ["Siege of the City - The Undug Canal (alternate history)"]


def test_a_generated_page_is_edited_at_its_record_and_a_written_page_at_its_file(edited: Path) -> None:
    (generated,) = page(edited, "entries/the-west/").xpath("//a[contains(@class, 'md-content__button')]/@href")
    address, _, line = generated.partition("#L")
    data = (edited.parent / "data" / "scenario.yml").read_text(encoding="utf-8").splitlines()
    assert (address, data[int(line) - 1]) == (
        "https://git.example/leap/edit/main/data/scenario.yml",
        "  - id: the-west",
    )
    (written,) = page(edited, "account/").xpath("//a[contains(@class, 'md-content__button')]/@href")
    assert written == "https://git.example/leap/edit/main/docs/account.md"


def test_under_a_sub_path_only_the_page_for_lost_addresses_links_from_the_root(edited: Path) -> None:
    rooted = {
        path.name
        for path in edited.rglob("*.html")
        if re.search(r'(?:href|src)="/(?!/)', path.read_text(encoding="utf-8"))
    }
    assert rooted == {"404.html"}
    lost = (edited / "404.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:href|src)="(/(?!the-other-leap/)[^"]*)"', lost) == []


def test_a_broken_file_stops_the_build_before_it_touches_the_last_site(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("the last good site", encoding="utf-8")
    data = project / "data" / "scenario.yml"
    text = data.read_text(encoding="utf-8").replace("kind: programme", "kind: programm", 1)
    data.write_text(text.replace("thread: canal", "thread: cannal", 1), encoding="utf-8")
    run = mkdocs(project, "build")
    output = run.stdout + run.stderr
    assert run.returncode != 0
    assert "unknown-kind" in output
    assert "did you mean 'canal'?" in output
    assert "Traceback" not in output
    assert [path.name for path in (project / "site").iterdir()] == ["index.html"]


class Server:
    """`mkdocs serve` on a project, and what it says."""

    def __init__(self, project: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self._output: queue.Queue[str] = queue.Queue()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", self.address],
            cwd=project,
            env=build_environment(project) | {"PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._output.put(line)

    def stop(self) -> None:
        """End the server and everything that hangs on it."""
        self.process.terminate()
        self.process.wait(PATIENCE)
        self._listener.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def wait_for(self, text: str) -> str:
        """Return what the server says up to and including a text."""
        output = ""
        while text not in output:
            try:
                output += self._output.get(timeout=PATIENCE)
            except queue.Empty:
                pytest.fail(f"the server never said {text!r}, only: {output}")
        return output

    def pages(self, site: Path) -> dict[str, str]:
        """Return all pages that a site has, as this serves them, without the script that reloads them."""
        places = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        return {
            place: re.sub(r"<script>(?:(?!</script>).)*livereload\(.*?</script>", "", self.body(place), flags=re.DOTALL)
            for place in places
        }

    def body(self, address: str) -> str:
        """Return a page, asking again until the server answers."""
        return self.content(address).decode("utf-8")

    def content(self, address: str) -> bytes:
        """Return what stands at an address, asking again until the server answers."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                with urlopen(f"http://{self.address}/{address}", timeout=PATIENCE) as answer:
                    return bytes(answer.read())
            except URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


@pytest.fixture
def server(project: Path) -> Iterator[Server]:
    running = Server(project)
    yield running
    running.stop()


def test_serving_survives_a_broken_file_and_recovers_when_it_is_mended(project: Path, server: Server) -> None:
    data = project / "data" / "scenario.yml"
    good = data.read_text(encoding="utf-8")
    server.wait_for("Serving on")
    assert "Isthmus Canal" in server.body("entries/isthmus-canal/")

    data.write_text(good.replace("    title: Isthmus Canal\n", "    titel: Isthmus Canal\n", 1), "utf-8")
    output = server.wait_for("The last good site is still served.")
    assert "there is no field 'titel'; did you mean 'title'?" in output
    assert "Traceback" not in output
    server.wait_for("Reloading browsers")
    assert "Isthmus Canal" in server.body("entries/isthmus-canal/")

    data.write_text(good.replace("    title: Isthmus Canal\n", "    title: The Mended Canal\n", 1), "utf-8")
    server.wait_for("Reloading browsers")
    assert "The Mended Canal" in server.body("entries/isthmus-canal/")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.slow
def test_after_edits_the_server_shows_the_same_files_as_a_build(project: Path, server: Server, tmp_path: Path) -> None:
    """A server builds in the process of the last build, of which nothing may be left."""
    data, docs, overrides = project / "data" / "scenario.yml", project / "docs", project / "overrides"
    server.wait_for("Serving on")
    edits = (
        [(data, "      The Great Thirst cost", "      Edited, the Great Thirst cost")],
        [
            (data, "    title: Great Thirst\n", "    title: Drought\n"),
            (docs / "account.md", "\n# ", "\nAn edited line, and [a link](causes.md#nowhere).\n\n# "),
        ],
        [(data, "    thread: harbour\n    date: 1648\n", "    thread: harbour\n    date: 1648-02\n")],
        [(overrides / "main.html", 'class="imprint">', 'class="imprint">Edited. ')],
    )
    for number, some in enumerate(edits):
        for path, old, new in some:
            replace(path, old, new)
        output = server.wait_for("Reloading browsers")
        while len(some) > 1 and "nowhere" not in output:
            output = server.wait_for("Reloading browsers")
        rebuilt = tmp_path / f"rebuilt-{number}"
        run = mkdocs(project, "build", "--site-dir", str(rebuilt), SITE_URL=f"http://{server.address}/")
        assert run.returncode == 0, run.stdout + run.stderr
        built = {path.relative_to(rebuilt).as_posix(): path.read_text("utf-8") for path in rebuilt.rglob("*.html")}
        served = server.pages(rebuilt)
        assert [place for place in built if served[place] != built[place]] == []
        beside = [path.relative_to(rebuilt).as_posix() for path in rebuilt.rglob("*.*") if path.suffix != ".html"]
        assert {".png", ".svg", ".json", ".csv", ".xml"} <= {PurePath(place).suffix for place in beside}
        other = [place for place in beside if server.content(place) != (rebuilt / place).read_bytes()]
        assert [place for place in other if not place.startswith("sitemap.xml")] == []  # which has the day and the time
    replace(data, "      Edited, the Great", "      Edited again, the Great")
    assert "nowhere" in server.wait_for("Reloading browsers")  # it is warned of as long as it is wrong
