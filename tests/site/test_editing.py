"""What an editor does: add an entry, write a page by hand, break the data file, and edit while the server runs."""

from __future__ import annotations

import html
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

from macros.output.csp import replace_csp
from macros.scenario.loader import parse_file
from tests.conftest import build, build_environment, copy_project, run_mkdocs
from tests.guide import examples, paste
from tests.site.pages import load_page, words
from tests.site.search_worker import SearchWorker
from tests.unfinished import RULES as UNFINISHED
from tests.unfinished import add_unfinished_records

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import BuildOnce

TIMEOUT = 120
"""Seconds that the server may be silent before the test fails; no test measures time with it."""


def add_guide_example(text: str) -> str:
    """Return the test data with the entry, the claim, the link and the revision of the guide's first examples."""
    file = parse_file("scenario.yml", text.encode())
    for example in examples(file)[:4]:
        file = parse_file("scenario.yml", paste(file, example).encode())
    return file.text


@pytest.fixture(scope="module")
def edited_site(build_once: BuildOnce) -> Path:
    """Return a site with the guide's entry, a page that is written by hand, a repository and a sub-path."""
    return build_once("edited", build_edited_site)


def build_edited_site(project: Path) -> Path:
    copy_project(project)
    data = project / "data" / "scenario.yml"
    data.write_text(add_guide_example(data.read_text(encoding="utf-8")), encoding="utf-8")
    front_matter = '---\ndescription: A <siege> & "its" end\n---\n'
    markdown = '# Our own heading\n\nWritten by hand.\n\n## 中文标题\n\n{{ entry("siege-of-the-city") }}\n'
    (project / "docs" / "entries" / "siege-of-the-city.md").write_text(front_matter + markdown, encoding="utf-8")
    addresses = {"REPO_URL": "https://github.example/leap", "SITE_URL": "https://host.example/the-other-leap/"}
    return build(project, project / "site", **addresses)


def test_a_new_entry_gets_a_page_links_and_search_results(edited_site: Path) -> None:
    tree = load_page(edited_site, "entries/lost-letter/")
    assert words(tree.xpath("//h1")[0]).startswith("Loss of the letter")
    assert tree.xpath("//meta[@name='description']/@content")[0].startswith("A letter with a warning is lost")
    assert "lost-letter/" in load_page(edited_site, "entries/").xpath("//main//a/@href")
    claim = load_page(edited_site, "account/").get_element_by_id("p1-s1-c5")
    assert "../entries/lost-letter/" in claim.xpath(".//a/@href")
    search = SearchWorker(edited_site)
    last_change = words(tree.xpath("//*[contains(@class, 'last-change')]")[0])
    assert last_change.startswith("Last changed")
    assert "Loss of the letter is told of in an entry of its own." in last_change
    assert [search.results(name)[0] for name in ("The lost letter", "lost leter")] == ["entries/lost-letter/"] * 2


def test_a_page_by_hand_replaces_the_generated_page(edited_site: Path) -> None:
    page = load_page(edited_site, "entries/siege-of-the-city/")
    content = words(page.xpath("//main")[0])
    assert "Written by hand." in content
    assert page.xpath("//h2/@id")[0] == "中文标题"
    assert "What it led to" in content
    assert page.xpath("//meta[@name='description']/@content") == ['A <siege> & "its" end']
    title = load_page(edited_site, "entries/siege-of-the-city/").xpath("//title/text()")
    assert title == ["Siege of the City - The Undug Canal (alternate history)"]


def test_edit_links_lead_to_the_record_or_the_file_of_a_page(edited_site: Path) -> None:
    (record_link,) = load_page(edited_site, "entries/lost-letter/").xpath(
        "//a[contains(@class, 'md-content__button')]/@href"
    )
    address, _, line = record_link.partition("#L")
    data = (edited_site.parent / "data" / "scenario.yml").read_text(encoding="utf-8").splitlines()
    assert (address, data[int(line) - 1]) == (
        "https://github.example/leap/edit/main/data/scenario.yml",
        "  - id: lost-letter",
    )
    (file_link,) = load_page(edited_site, "account/").xpath("//a[contains(@class, 'md-content__button')]/@href")
    assert file_link == "https://github.example/leap/edit/main/docs/account.md"


def test_only_404_html_has_root_relative_links_and_they_keep_the_sub_path(edited_site: Path) -> None:
    pages_with_root_links = {
        path.name
        for path in edited_site.rglob("*.html")
        if re.search(r'(?:href|src)="/(?!/)', path.read_text(encoding="utf-8"))
    }
    assert pages_with_root_links == {"404.html"}
    not_found_page = (edited_site / "404.html").read_text(encoding="utf-8")
    assert re.findall(r'(?:href|src)="(/(?!the-other-leap/)[^"]*)"', not_found_page) == []


def test_an_invalid_data_file_stops_the_build_and_the_last_site_stays(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    data = project / "data" / "scenario.yml"
    text = data.read_text(encoding="utf-8").replace("kind: programme", "kind: programm", 1)
    data.write_text(text.replace("thread: canal", "thread: cannal", 1), encoding="utf-8")
    output = run_build_that_fails(project)
    assert "unknown-kind" in output
    assert "did you mean 'canal'?" in output


def test_a_wrong_macro_call_stops_the_build_with_its_line(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    (project / "docs" / "account.md").write_text('---\ntitle: Account\n---\n\n# A\n\n{{ notise("gaps") }}\n', "utf-8")
    output = run_build_that_fails(project)
    path = PurePath("docs", "account.md")
    assert f"ERROR   -  {path}:7: there is no macro or variable 'notise'; did you mean 'notice'?" in output


def test_unfinished_work_stops_a_strict_build(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    data = project / "data" / "scenario.yml"
    data.write_text(add_unfinished_records(data.read_text(encoding="utf-8")), encoding="utf-8")
    output = run_build_that_fails(project, "--strict")
    assert all(f": warning: {rule}: " in output for rule in UNFINISHED)


def run_build_that_fails(project: Path, *options: str) -> str:
    """Build a project, assert that it fails plainly and leaves the previous site, and return what it prints."""
    previous = project / "site" / "data" / "v1" / "scenario.json"
    previous.parent.mkdir(parents=True)
    previous.write_text("{}", encoding="utf-8")
    run = run_mkdocs(project, "build", *options)
    output = run.stdout + run.stderr
    assert run.returncode != 0
    assert "Traceback" not in output
    assert [path for path in (project / "site").rglob("*") if path.is_file()] == [previous]
    return output


def test_a_busy_port_is_one_plain_line_and_says_how_to_choose_another(tmp_path: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        run = run_mkdocs(copy_project(tmp_path), "serve", "--dev-addr", address)
    assert run.returncode == 1
    assert re.fullmatch(r"\nPort \d+ of 127\.0\.0\.1 cannot be used: .* `make serve PORT=\d+` .*\n", run.stdout)
    assert run.stderr == "INFO    -  Building documentation...\n"


class Server:
    """`mkdocs serve` on a project, with its output."""

    def __init__(self, project: Path) -> None:
        """Start the server on a free port."""
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
        self._reader = threading.Thread(target=self._read_output)
        self._reader.start()

    def _read_output(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._output.put(line)

    def stop(self) -> None:
        """End the process and the thread that reads its output."""
        self.process.terminate()
        self.process.wait(TIMEOUT)
        self._reader.join()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def wait_for(self, text: str) -> str:
        """Return the server's output from the last call up to and including the line with a text."""
        output = ""
        while text not in output:
            try:
                output += self._output.get(timeout=TIMEOUT)
            except queue.Empty:
                pytest.fail(f"the server did not print {text!r}, only: {output}")
        return output

    def page(self, address: str) -> str:
        """Return a page as it is on disk: without the script that reloads it, and without the banner."""
        text = self.content(address).decode("utf-8")
        text = re.sub(r"<script>(?:(?!</script>).)*livereload\(.*?</script>", "", text, flags=re.DOTALL)
        return replace_csp(re.sub(r'<div class="build-report.*?</details></div>', "", text, flags=re.DOTALL))

    def content(self, address: str) -> bytes:
        """Return the content at an address; retry until the server answers."""
        deadline = time.monotonic() + TIMEOUT
        while True:
            try:
                with urlopen(f"http://{self.address}/{address}", timeout=TIMEOUT) as response:
                    return bytes(response.read())
            except URLError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


@pytest.fixture
def server(project: Path) -> Iterator[Server]:
    server = Server(project)
    yield server
    server.stop()


@pytest.fixture
def account_with_fault(project: Path) -> Path:
    """Return the file of a page of which the first build of the server fails."""
    account = project / "docs" / "account.md"
    account.write_text('# Account\n\n{{ entry("no-such") }}\n', encoding="utf-8")
    return account


def test_the_server_survives_faults_from_the_first_build_on(
    project: Path, account_with_fault: Path, server: Server
) -> None:
    data = project / "data" / "scenario.yml"
    valid_text = data.read_text(encoding="utf-8")
    fault = "account.md:3: no entry is called 'no-such'"
    assert fault in server.wait_for("Serving on")
    page = server.content("entries/isthmus-canal/").decode("utf-8")
    assert "No site yet" in page
    assert "livereload(" in page
    assert fault.rpartition(": ")[2] in html.unescape(page)
    account_with_fault.write_text("# The mended account\n\n## Notes\n\n## Notes\n", encoding="utf-8")
    assert "account.md:5: a heading repeats, so that 'notes_1' may" in server.wait_for("Reloading browsers")
    assert "The mended account" in server.page("account/")

    data.write_text(valid_text.replace("    title: Isthmus Canal\n", "    titel: Isthmus Canal\n", 1), "utf-8")
    output = server.wait_for("The previous site is still served.")
    assert "there is no field 'titel'; did you mean 'title'?" in output
    assert "Traceback" not in output
    server.wait_for("Reloading browsers")
    page = server.content("entries/isthmus-canal/").decode("utf-8")
    assert "Isthmus Canal" in page
    assert "<code>unknown-field</code>: <span>there is no field &#x27;titel&#x27;" in page

    text = valid_text.replace("    title: Isthmus Canal\n", "    title: The Repaired Canal\n", 1)
    data.write_text(add_unfinished_records(text), "utf-8")
    output = server.wait_for("Reloading browsers")
    assert "The Repaired Canal" in server.page("entries/isthmus-canal/")
    page = server.content("entries/bare-event/").decode("utf-8")
    assert "Bare event" in page
    assert 'role="status"' in page
    assert all(f": warning: {rule}: " in output for rule in UNFINISHED)

    (project / "macros" / "cli.py").write_text("def (:\n", encoding="utf-8")
    account_with_fault.write_text('# Account\n\n{{ entry("no-such") }}\n', encoding="utf-8")
    output = server.wait_for("The previous site is still served.")
    assert fault in output
    assert "cli.py:1: this module has changed; restart the server to use it" in output
    server.wait_for("Reloading browsers")
    assert "bare-event" in server.content("search/documents.json").decode("utf-8")


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def server_sends(server: Server, address: str, path: Path) -> bool:
    """Return whether the server sends the content of a file; pages may differ in the script that reloads them."""
    if path.suffix == ".html":
        return server.page(address) == path.read_text(encoding="utf-8")
    return server.content(address) == path.read_bytes()


@pytest.mark.slow
def test_after_edits_the_server_sends_the_same_files_as_a_build(project: Path, server: Server, tmp_path: Path) -> None:
    """The server rebuilds in one process, so a build must not depend on an earlier one."""
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
    for number, replacements in enumerate(edits):
        for path, old, new in replacements:
            replace(path, old, new)
        output = server.wait_for("Reloading browsers")
        while len(replacements) > 1 and "nowhere" not in output:
            output = server.wait_for("Reloading browsers")
        rebuilt = tmp_path / f"rebuilt-{number}"
        run = run_mkdocs(project, "build", "--site-dir", str(rebuilt), SITE_URL=f"http://{server.address}/")
        assert run.returncode == 0, run.stdout + run.stderr
        files = sorted(path.relative_to(rebuilt).as_posix() for path in rebuilt.rglob("*.*"))
        assert {".html", ".png", ".svg", ".json", ".csv", ".xml"} <= {PurePath(file).suffix for file in files}
        changed = [file for file in files if not server_sends(server, file, rebuilt / file)]
        assert [file for file in changed if not file.startswith("sitemap.xml")] == []  # it has the time of the build
    replace(data, "      Edited, the Great", "      Edited again, the Great")
    assert "nowhere" in server.wait_for("Reloading browsers")  # the warning repeats until the link is right
