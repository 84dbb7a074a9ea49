"""What a server does beside what the server of MkDocs does."""

from __future__ import annotations

import errno
import logging
import os
import socket
from collections import Counter
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any

import click
import jinja2
import pytest
from mkdocs.commands import serve as commands_serve
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from macros import serve, short_path
from macros.output.banner import BuildReport, style_sheet
from macros.plugin import SitePlugin
from macros.scenario.loader import load_file
from macros.scenario.schema import SCHEMA_FILE, schema_text
from macros.serve import (
    BuildLog,
    LazyAssets,
    add_lazy_assets,
    add_report,
    add_setting_position,
    check_address,
    describe_error,
    guard_first_build,
    log,
    refresh_schema,
    run_build,
    set_up_server,
    start_build_log,
    watch_paths,
)
from tests.rules.conftest import VALID

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from wsgiref.types import StartResponse


@pytest.fixture
def built() -> list[str]:
    """Return the addresses of the assets that factories have built, in that order."""
    return []


@pytest.fixture
def assets(built: list[str], tmp_path: Path) -> LazyAssets:
    """Return the lazy assets of a site: a figure as two files, a folder, and a file that cannot be built."""

    def factory(*names: str) -> Callable[[], Iterator[tuple[str, bytes]]]:
        def build() -> Iterator[tuple[str, bytes]]:
            for name in names:
                built.append(name)
                yield name, name.encode()

        return build

    def broken() -> Iterator[tuple[str, bytes]]:
        raise OSError("no room left")

    figure = factory("causes/causes.svg", "causes/causes.png")
    factories = dict.fromkeys(("causes/causes.svg", "causes/causes.png"), figure)
    factories |= {
        "search/": factory("search/index.json", "search/one/two.json"),
        "größe 2/card.png": factory("größe 2/card.png"),
        "card.png": broken,
    }
    return LazyAssets(factories, tmp_path, Lock())


@pytest.fixture
def request_path(tmp_path: Path, assets: LazyAssets) -> Callable[[str], tuple[str, bytes]]:
    """Return what requests a path of a site that is served under `/leap/`: it returns the status and the body."""

    def serve_file(environment: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        path = tmp_path / environment["PATH_INFO"].encode("latin-1").decode().removeprefix("/leap/")
        start_response("200 OK" if path.is_file() else "404 Not Found", [])
        return [path.read_bytes() if path.is_file() else b"nothing"]

    application = add_lazy_assets(serve_file, assets, "/leap/")

    def request(path: str) -> tuple[str, bytes]:
        statuses: list[str] = []
        environment = {"PATH_INFO": path.encode().decode("latin-1")}
        body = b"".join(application(environment, lambda status, *_: (statuses.append(status), bytes)[1]))  # type: ignore[func-returns-value]
        return statuses[0], body

    return request


def test_a_lazy_asset_is_built_at_the_first_request_only(
    request_path: Callable[[str], tuple[str, bytes]], built: list[str]
) -> None:
    for _ in range(2):
        assert request_path("/leap/causes/causes.png") == ("200 OK", b"causes/causes.png")
        assert request_path("/leap/causes/causes.svg") == ("200 OK", b"causes/causes.svg")
    assert request_path("/leap/größe 2/card.png")[0] == "200 OK"
    assert built == ["causes/causes.svg", "causes/causes.png", "größe 2/card.png"]


def test_a_lazy_asset_that_another_request_built_is_not_rebuilt(assets: LazyAssets, built: list[str]) -> None:
    assert [assets.build("causes/causes.svg") for _ in range(2)] == [True, True]
    assert len(built) == 2


def test_a_request_for_any_file_of_a_lazy_folder_builds_the_folder(
    request_path: Callable[[str], tuple[str, bytes]], built: list[str]
) -> None:
    assert request_path("/leap/search/one/two.json") == ("200 OK", b"search/one/two.json")
    assert request_path("/leap/search/index.json") == ("200 OK", b"search/index.json")
    assert built == ["search/index.json", "search/one/two.json"]


def test_a_file_that_exists_is_served_as_it_is(
    request_path: Callable[[str], tuple[str, bytes]], built: list[str], tmp_path: Path
) -> None:
    (tmp_path / "causes").mkdir()
    (tmp_path / "causes" / "causes.png").write_bytes(b"from the build")
    assert request_path("/leap/causes/causes.png") == ("200 OK", b"from the build")
    assert built == []


def test_an_asset_that_fails_is_logged_and_tried_again_at_the_next_request(
    request_path: Callable[[str], tuple[str, bytes]], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        for _ in range(2):
            assert request_path("/leap/card.png") == ("404 Not Found", b"nothing")
    assert [record.getMessage() for record in caplog.records] == ["site: card.png cannot be built: no room left"] * 2


@pytest.mark.parametrize("path", ["/leap/other.png", "/card", "/leap/", "/leap/../causes/causes.png", "/leap/search"])
def test_other_paths_build_nothing(
    path: str, request_path: Callable[[str], tuple[str, bytes]], built: list[str]
) -> None:
    assert request_path(path) == ("404 Not Found", b"nothing")
    assert built == []


@pytest.fixture
def build_log() -> Iterator[BuildLog]:
    """Yield the log of a build that goes on."""
    build_log = start_build_log()
    yield build_log
    logging.getLogger("mkdocs").removeHandler(build_log)


def test_a_report_has_the_messages_of_the_thread_that_builds(build_log: BuildLog) -> None:
    logger = log.logger
    other_thread = Thread(target=logger.error, args=("of a request",))
    other_thread.start()
    other_thread.join()
    for _ in range(2):
        log.warning("%s", "a warning")
    logger.error("Error reading page 'x.md':")
    logger.error("an error")
    logger.info("no problem")
    build_log.end("The build failed.")
    logger.error("between builds")
    assert build_log.report == BuildReport(["an error"], ["a warning"], has_failed=True)
    build_log.begin()
    build_log.end()
    assert build_log.report == BuildReport([], [])


def test_a_build_that_fails_without_a_message_has_one(build_log: BuildLog) -> None:
    build_log.end("The build failed.")
    assert build_log.report == BuildReport(["The build failed."], [], has_failed=True)


def fail(error: BaseException) -> Callable[[], None]:
    def build() -> None:
        raise error

    return build


@pytest.mark.parametrize(
    ("error", "failure", "messages"),
    [
        (Abort("Aborted."), "Aborted.", ["Aborted."]),
        (KeyError("no-such"), "The build failed.", ["KeyError: 'no-such'"]),
        (SystemExit(100), "The build failed.", ["SystemExit: 100"]),
        (ValueError("several\n  lines"), "The build failed.", ["ValueError: several lines"]),
    ],
)
def test_no_error_of_a_build_ends_the_server(
    build_log: BuildLog, tmp_path: Path, error: BaseException, failure: str, messages: list[str]
) -> None:
    assert run_build(fail(error), tmp_path) == failure
    build_log.end(failure)
    assert build_log.report == BuildReport(messages, [], has_failed=True)


@pytest.mark.parametrize("error", [None, KeyError("no-such")])
def test_the_first_build_does_not_end_the_server_and_leaves_a_page(
    error: BaseException | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builds: list[MkDocsConfig] = []

    def build(config: MkDocsConfig) -> None:
        builds.append(config)
        if error:
            raise error

    monkeypatch.setattr(serve, "build", build)
    monkeypatch.setattr(commands_serve, "build", build)
    build_log = guard_first_build()
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    config.load_dict({"site_dir": str(tmp_path), "dev_addr": ("127.0.0.1", 0)})
    commands_serve.build(config)  # type: ignore[attr-defined]  # it imports it
    logging.getLogger("mkdocs").removeHandler(build_log)
    assert builds == [config]
    assert commands_serve.build is build  # type: ignore[attr-defined]
    assert build_log.report.errors == (["KeyError: 'no-such'"] if error else [])
    assert build_log.has_site == (not error)
    assert (tmp_path / "index.html").exists() == bool(error)


@pytest.mark.parametrize(("options", "is_served"), [({"livereload": True}, True), ({"livereload": False}, False)])
def test_without_live_reload_no_asset_is_left_to_the_server(options: dict[str, bool], *, is_served: bool) -> None:
    plugin, build = SitePlugin(), commands_serve.build  # type: ignore[attr-defined]
    with click.Context(click.Command("serve")) as context:
        context.params.update(options)
        plugin.on_startup("serve", dirty=False)
    assert (plugin._build_log is not None) == is_served
    assert (commands_serve.build is not build) == is_served  # type: ignore[attr-defined]
    commands_serve.build = build  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", ["build", "serve", "gh-deploy"])
def test_builds_of_changed_pages_alone_are_refused(command: str) -> None:
    with pytest.raises(Abort, match=r"^--dirty cannot work"):
        SitePlugin().on_startup(command, dirty=True)


def test_an_interrupt_ends_the_server(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_build(fail(KeyboardInterrupt()), tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("page.html", "<p>\n{% if %}", "page.html:2: Expected an expression, got 'end of statement block'"),
        ("page.html", "<p>\n\n{{ nosuch.thing }}", "page.html:3: UndefinedError: 'nosuch' is undefined"),
        ("mkdocs.yml", "# " + "\u00e9" * 9 + "\n\n\na: \x01\n", "mkdocs.yml:4: expected UTF-8 text"),
        ("mkdocs.yml", "site_name: S\nnav: [\n", "mkdocs.yml:3: not YAML: expected the node content, but"),
        (
            "mkdocs.yml",
            "site_name: S\ntitle: caf\udce9\n",
            "mkdocs.yml:2: expected UTF-8 text without control characters",
        ),
    ],
)
def test_an_error_is_described_with_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8", errors="surrogateescape")
    monkeypatch.chdir(tmp_path)
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(tmp_path), autoescape=True)
    with pytest.raises(Exception) as caught:  # noqa: PT011 - whichever these files cause
        load_config(str(tmp_path / name)) if name == "mkdocs.yml" else environment.get_template(name).render()
    assert describe_error(caught.value, tmp_path).startswith(message)


@pytest.mark.parametrize(
    ("message", "located"),
    [
        ("Config value 'plugins': no", "mkdocs.yml:3: Config value 'plugins': no"),
        ("Config value 'plugin': no", "mkdocs.yml:1: Config value 'plugin': no"),
        ("Loading", "Loading"),
    ],
)
def test_what_is_wrong_with_a_setting_has_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, message: str, located: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: S\nextra:\nplugins: []\n", encoding="utf-8")
    record = logging.makeLogRecord({"msg": message})
    assert add_setting_position(tmp_path / "mkdocs.yml", record)
    assert record.getMessage() == located


def test_the_report_is_on_every_page_and_in_no_other_file(build_log: BuildLog) -> None:
    contents = {"/leap/": ("text/html", b"<body>\xff</body>"), "/leap/a.txt": ("text/plain", b"<body>")}

    def serve_page(environment: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        content_type, content = contents[environment["PATH_INFO"]]
        start_response("200 OK", [("Content-Type", content_type), ("Content-Length", str(len(content)))])
        return [content]

    def request(path: str) -> tuple[dict[str, str], bytes]:
        headers: list[tuple[str, str]] = []
        application = add_report(serve_page, build_log, "/leap/")
        body = b"".join(application({"PATH_INFO": path}, lambda _, sent: (headers.extend(sent), bytes)[1]))  # type: ignore[arg-type, func-returns-value]
        assert dict(headers)["Content-Length"] == str(len(body))
        return dict(headers), body

    build_log.end()
    build_log.end("It failed.")
    assert b"It failed." in request("/leap/")[1]
    assert request("/leap/")[1].endswith(b"\xff</body>")
    assert request("/leap/a.txt")[1] == b"<body>"
    assert request("/leap/banner.css") == (
        {"Content-Type": "text/css", "Content-Length": str(len(style_sheet()))},
        style_sheet(),
    )
    build_log.begin()
    build_log.end()
    assert request("/leap/")[1] == contents["/leap/"][1]


def test_every_address_shows_the_report_while_there_is_no_site(build_log: BuildLog) -> None:
    paths = []

    def respond(environment: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        paths.append(environment["PATH_INFO"])
        start_response("200 OK", [("Content-Type", "text/html")])
        return [b"<body></body>"]

    application = add_report(respond, build_log, "/leap/")

    def request(path: str) -> bytes:
        return b"".join(application({"PATH_INFO": path}, lambda *_: bytes))

    build_log.end("It failed.")
    assert all(b"It failed." in request(path) for path in ("/leap/a/b/", "/other"))
    request("/livereload/1/2")
    build_log.end()
    request("/leap/a/")
    assert paths == ["/leap/", "/leap/", "/livereload/1/2", "/leap/a/"]


def test_a_busy_port_is_refused_with_another_one() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with pytest.raises(Abort, match=rf"^Port {port} of 127.0.0.1 cannot be used: .* `make serve PORT={port + 1}`"):
            check_address("127.0.0.1", port)
    check_address("127.0.0.1", port)


@pytest.mark.parametrize(
    ("code", "address", "advice"),
    [
        (errno.EADDRINUSE, ("127.0.0.1", 65535), "`make serve PORT=65534` or .* 127.0.0.1:65534`"),
        (errno.EADDRNOTAVAIL, ("192.0.2.1", 8000), "`mkdocs serve --dev-addr 127.0.0.1:8000`"),
        (socket.EAI_NONAME, ("no.example", 8000), "`mkdocs serve --dev-addr 127.0.0.1:8000`"),
    ],
)
def test_the_advice_is_another_port_or_another_host(
    monkeypatch: pytest.MonkeyPatch, code: int, address: tuple[str, int], advice: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, "refused")

    monkeypatch.setattr("socket.socket.bind", refuse)
    with pytest.raises(Abort, match=rf": refused\. Choose another: {advice}$"):
        check_address(*address)


class WatchCounts(Counter[str]):
    """Counts watches, as a server does, and has those that are over."""

    def watch(self, path: str) -> None:
        self[path] += 1

    def unwatch(self, path: str) -> None:
        if not self[path]:
            raise KeyError(path)
        self[path] -= 1


def test_a_folder_is_watched_anew_when_another_takes_its_place(tmp_path: Path) -> None:
    data, server, inodes = tmp_path / "data", WatchCounts(), dict[Path, int]()
    data.mkdir()
    for _ in range(3):
        watch_paths(server, [data], inodes)  # type: ignore[arg-type]  # it does what the server does
    assert server == {str(data): 3}
    data.rename(tmp_path / "old")
    watch_paths(server, [data], inodes)  # type: ignore[arg-type]
    assert server == {str(data): 4}
    data.mkdir()
    watch_paths(server, [data], inodes)  # type: ignore[arg-type]
    assert server == {str(data): 1}


def test_a_module_that_vanishes_as_it_is_read_is_a_failed_build(
    build_log: BuildLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLL", "1")
    config = MkDocsConfig(str(tmp_path / "mkdocs.yml"))
    with LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path)) as server:
        set_up_server(server, config, lambda: None, {}, build_log)
        monkeypatch.setattr(serve, "module_contents", fail(FileNotFoundError("plugin.py")))
        server.builder()
    assert build_log.report.errors == ["FileNotFoundError: plugin.py"]


def test_the_schema_beside_a_data_file_follows_its_ids(tmp_path: Path) -> None:
    path = tmp_path / "scenario.yml"
    path.write_text(VALID, encoding="utf-8")
    refresh_schema(load_file(path))
    assert not (tmp_path / SCHEMA_FILE).exists()
    (tmp_path / SCHEMA_FILE).write_text("{}", encoding="utf-8")
    refresh_schema(load_file(path))
    assert (tmp_path / SCHEMA_FILE).read_text(encoding="utf-8") == schema_text(load_file(path))
    os.utime(tmp_path / SCHEMA_FILE, (0, 0))
    refresh_schema(load_file(path))
    assert (tmp_path / SCHEMA_FILE).stat().st_mtime == 0


def test_a_path_through_a_symbolic_link_is_told_as_the_user_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "data").symlink_to(tmp_path / "elsewhere")
    monkeypatch.chdir(tmp_path / "project")
    assert short_path(tmp_path / "project" / "data" / "story.yml") == Path("data/story.yml")


def test_why_a_build_ended_is_a_sentence(tmp_path: Path) -> None:
    assert run_build(fail(Abort("a setting is wrong")), tmp_path) == "a setting is wrong."
    assert run_build(fail(Abort("Aborted!")), tmp_path) == "Aborted!"
