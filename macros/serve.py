"""The server of `mkdocs serve`: it watches files, builds assets on request, and survives and shows failed builds."""

from __future__ import annotations

import errno
import logging
import re
import socket
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock, get_ident
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from jinja2 import TemplateSyntaxError
from mkdocs.commands import serve as commands_serve
from mkdocs.commands.build import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort, MkDocsException
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import get_plugin_logger
from mkdocs.utils import DuplicateFilter
from yaml import MarkedYAMLError
from yaml.reader import ReaderError

from macros import short_path
from macros.edit_observer import EditObserver, expand_symlinks
from macros.files.atomic import write_atomic
from macros.output.banner import STYLE_FILE, BuildReport, add_banner, placeholder_page, style_sheet
from macros.output.errors import PostprocessError
from macros.output.postprocess import AssetFactory
from macros.scenario.loader import LoadedFile
from macros.scenario.schema import SCHEMA_FILE, schema_text
from macros.settings import is_enabled

log = get_plugin_logger("site")

MAX_PORT = 2**16 - 1
BUILD_DELAY = 0.05
"""Seconds without another edit after which the server builds."""


class BuildLog(logging.Handler):
    """Collects what a build reports, in the thread that builds.

    Attributes:
        report: the report of the last build.
        has_site: whether a build has succeeded.
    """

    def __init__(self) -> None:
        """Handle warnings and errors."""
        super().__init__(logging.WARNING)
        self.report = BuildReport()
        self.has_site = False
        self._thread = 0
        self._messages: dict[str, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        """Store the message and the level of a record, unless the message only announces the next one."""
        message = record.getMessage().removeprefix(f"{log.prefix}: ")
        if record.thread == self._thread and not message.endswith(":"):
            self._messages.setdefault(message, record.levelno)

    def begin(self) -> None:
        """Forget the messages of the last build, which MkDocs would not log twice, and collect those of this thread."""
        self._messages, self._thread = {}, get_ident()
        for log_filter in logging.getLogger("mkdocs.commands.build").filters:
            if isinstance(log_filter, DuplicateFilter):
                log_filter.msgs.clear()

    def end(self, failure: str = "") -> None:
        """Make a report of the messages, or else of why the build failed, if it did."""
        if failure and not self._messages:
            self._messages[failure] = logging.ERROR
        errors = [message for message, level in self._messages.items() if level >= logging.ERROR]
        warnings = [message for message in self._messages if message not in errors]
        self.report = BuildReport(errors, warnings, has_failed=bool(failure))
        self.has_site |= not failure
        self._thread = 0


def start_build_log() -> BuildLog:
    """Return a log of what MkDocs and its plugins report, for a build that begins."""
    build_log = BuildLog()
    build_log.begin()
    logging.getLogger("mkdocs").addHandler(build_log)
    return build_log


def guard_first_build() -> BuildLog:
    """Have `mkdocs serve` survive a first build that fails; return the log of its builds.

    MkDocs runs the first build before any hook gets the server. So this replaces MkDocs' `build` until its first call.
    The first call raises `Abort` where another program has the port.
    """
    build_log = start_build_log()

    def first_build(config: MkDocsConfig, **options: Any) -> None:  # noqa: ANN401 - those of MkDocs
        commands_serve.build = build  # type: ignore[attr-defined]  # it imports it
        check_address(*config.dev_addr)
        page = Path(config.site_dir) / "index.html"
        failure = run_build(partial(build, config, **options), Path(config.config_file_path).parent)
        build_log.end(failure)
        if failure:
            write_atomic(page, placeholder_page())
            log.error("%s The server shows why, and waits for the edit that mends it.", failure)

    commands_serve.build = first_build  # type: ignore[attr-defined]  # as above
    return build_log


def set_up_server(
    server: LiveReloadServer,
    config: MkDocsConfig,
    builder: Callable[[], None],
    lazy_assets: Mapping[str, AssetFactory],
    build_log: BuildLog | None,
) -> None:
    """Have a server build assets on request, survive and show failed builds, and watch files by events.

    `build_log` has the report of the first build; it is None with `--clean`, which serves what `mkdocs build` builds.
    """
    if build_log is None:
        build_log = start_build_log()
        build_log.end()
    lock, project, modules = Lock(), Path(config.config_file_path).parent, module_contents()
    paths, inodes = list[Path](), dict[Path, int]()
    logging.getLogger("mkdocs.config").addFilter(partial(add_setting_position, Path(config.config_file_path)))

    def build_site() -> None:
        for path in (path for path, content in module_contents().items() if content != modules.get(path)):
            log.warning("%s:1: this module has changed; restart the server to use it", short_path(path))
        builder()

    def rebuild() -> None:
        with lock:
            build_log.begin()
            failure = run_build(build_site, project)
            build_log.end(failure)
        watch_paths(server, paths, inodes)
        if failure:
            log.error("%s%s", failure, " The previous site is still served." if build_log.has_site else "")

    server.builder = rebuild  # MkDocs has no other interface for it
    assets = LazyAssets(lazy_assets, Path(server.root), lock)
    application = add_lazy_assets(server.serve_request, assets, server.mount_path)
    server.set_app(add_report(application, build_log, server.mount_path))
    if not is_enabled("POLL"):
        paths += use_edit_observer(server, (config.docs_dir, config.config_file_path, *config.theme.dirs))
        paths += map(Path, config.watch)
        watch_paths(server, paths, inodes)


def module_contents() -> dict[Path, bytes]:
    """Return the modules of this package, each of which Python imports only once."""
    return {path: path.read_bytes() for path in sorted(Path(__file__).parent.rglob("*.py")) if path.is_file()}


def refresh_schema(file: LoadedFile) -> None:
    """Write the JSON Schema beside a data file again if its content changed, so that editors complete new ids."""
    path, content = Path(file.filename).with_name(SCHEMA_FILE), schema_text(file).encode()
    with suppress(OSError):  # without the schema, or where it cannot be written, pages are still served
        if path.read_bytes() != content:
            write_atomic(path, content)


def check_address(host: str, port: int) -> None:
    """Check that a server can listen at an address.

    Raises:
        Abort: it cannot. The message says how to choose another port or host.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        try:
            probe.bind((host, port))
        except OverflowError as error:
            raise Abort(f"PORT: expected a number from 0 to {MAX_PORT}, found {port}") from error
        except OSError as error:
            other = port - 1 if port == MAX_PORT else port + 1
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                advice = f"`make serve PORT={other}` or `mkdocs serve --dev-addr {host}:{other}`"
            else:
                advice = f"`mkdocs serve --dev-addr 127.0.0.1:{port}`"
            raise Abort(f"Port {port} of {host} cannot be used: {error.strerror}. Choose another: {advice}") from error


def add_setting_position(path: Path, record: logging.LogRecord) -> bool:
    """Begin what MkDocs logs about a setting with its position in the file; return True, as log filters do."""
    if match := re.match(r"Config value '(\w+)'", record.getMessage()):
        lines = path.read_text(encoding="utf-8").split("\n")
        line = next((number for number, line in enumerate(lines, 1) if line.startswith(f"{match[1]}:")), 1)
        record.msg, record.args = f"{short_path(path)}:{line}: {record.getMessage()}", ()
    return True


def run_build(builder: Callable[[], None], project: Path) -> str:
    """Build the site of a project; return how the build ended where it failed, or else an empty text."""
    try:
        builder()
    except Abort as error:  # MkDocs has reported why
        return re.sub(r"([^.!])$", r"\1.", str(error))
    except (Exception, SystemExit) as error:
        log.error("%s", describe_error(error, project))  # noqa: TRY400 - a developer finds the traceback with --verbose
        log.debug("Traceback:", exc_info=error)
        return "The build failed."
    return ""


def describe_error(error: BaseException, project: Path) -> str:
    """Return an error on one line, with the path and the line of the innermost file of the project that it concerns."""
    words = str(error) if isinstance(error, MkDocsException) else f"{type(error).__name__}: {error}"
    message = " ".join(words.split())
    frames = [(frame.filename, frame.lineno or 0) for frame in traceback.extract_tb(error.__traceback__)[1:]]
    cause = error.__context__
    if isinstance(error, TemplateSyntaxError):
        message = str(error.message)
        frames.append((error.filename or "", error.lineno))
    elif isinstance(cause, MarkedYAMLError) and cause.problem_mark:
        message = f"not YAML: {cause.problem}"
        frames.append((cause.problem_mark.name, cause.problem_mark.line + 1))
    elif isinstance(cause, ReaderError):
        encoding = "utf-8" if cause.encoding == "unicode" else "latin-1"  # its position is in characters or in bytes
        line = Path(cause.name).read_bytes().decode(encoding).count("\n", 0, cause.position) + 1
        message = f"expected UTF-8 text without control characters: {cause.reason}"
        frames.append((cause.name, line))
    for filename, line in reversed(frames):
        if Path(filename).is_relative_to(project) and "site-packages" not in filename:
            return f"{short_path(Path(filename))}:{line}: {message}"
    return message


class LazyAssets:
    """Assets that are built when they are requested.

    An edit of a title changes dozens of images, the exports and search, and few of them are requested before the next.
    """

    def __init__(self, factories: Mapping[str, AssetFactory], folder: Path, lock: Lock) -> None:
        """Store factories by address or, with a slash at its end, by folder. A build changes them under the lock."""
        self._factories = factories
        self._folder = folder
        self._lock = lock

    def build(self, address: str) -> bool:
        """Write all assets of the factory of an address, unless its file exists; return whether there is a factory.

        Raises:
            PostprocessError, ValueError, OSError: the assets cannot be built.
        """
        parts = address.split("/")
        keys = address, *("/".join([*parts[:number], ""]) for number in range(1, len(parts)))
        with self._lock:
            factory = next((self._factories[key] for key in keys if key in self._factories), None)
            if factory and not (self._folder / address).is_file():  # another request may have built it
                for asset_address, content in factory():
                    write_atomic(self._folder / asset_address, content)
        return factory is not None


def add_lazy_assets(application: WSGIApplication, assets: LazyAssets, mount_path: str) -> WSGIApplication:
    """Wrap a WSGI application (PEP 3333), mounted at a path, in one that builds the assets that it does not find."""

    def respond(environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        response: list[Any] = []
        body = application(environment, lambda *arguments: response.append(arguments))  # type: ignore[arg-type]
        path = str(environment["PATH_INFO"]).encode("latin-1").decode(errors="replace")  # as PEP 3333 encodes it
        address = path.removeprefix(mount_path)
        if response[0][0].startswith("404 "):
            try:
                if assets.build(address):
                    return application(environment, start_response)
            except (PostprocessError, ValueError, OSError) as error:
                log.error("%s cannot be built: %s", address, error)  # noqa: TRY400 - a traceback says nothing more
        start_response(*response[0])
        return body

    return respond


def add_report(application: WSGIApplication, build_log: BuildLog, root: str) -> WSGIApplication:
    """Wrap a WSGI application, mounted at a path, in one that shows the report of the last build on every page.

    As long as there is no site, it responds to every address with the page at the root.
    """

    def respond(environment: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environment["PATH_INFO"] == root + STYLE_FILE:
            content = style_sheet()
            start_response("200 OK", [("Content-Type", "text/css"), ("Content-Length", str(len(content)))])
            return [content]
        if not build_log.has_site and not environment["PATH_INFO"].startswith("/livereload/"):
            environment["PATH_INFO"] = root
        response: list[Any] = []
        body = application(environment, lambda *arguments: response.append(arguments))  # type: ignore[arg-type]
        status, headers = response[0]
        if ("Content-Type", "text/html") not in headers:
            start_response(status, headers)
            return body
        page = b"".join(body).decode(errors="surrogateescape")
        content = add_banner(page, build_log.report, root, environment["PATH_INFO"]).encode(errors="surrogateescape")
        headers = [(name, value) for name, value in headers if name != "Content-Length"]
        start_response(status, [*headers, ("Content-Length", str(len(content)))])
        return [content]

    return respond


def watch_paths(server: LiveReloadServer, paths: Iterable[Path], inodes: dict[Path, int]) -> None:
    """Have a server watch paths for edits, and what symbolic links lead to now.

    `inodes` has the inode number of each watched folder. The number changes when another folder takes its place.
    """
    for path in expand_symlinks(paths):
        inode = path.stat().st_ino if path.is_dir() and not path.is_symlink() else 0
        if inode and inode != inodes.setdefault(path, inode):
            inodes[path] = inode
            with suppress(KeyError):
                while True:  # the server counts how often it is to watch a path
                    server.unwatch(str(path))
        with suppress(OSError):  # the path vanished, or the system has no more watches
            server.watch(str(path))


def use_edit_observer(server: LiveReloadServer, paths: Iterable[str]) -> list[Path]:
    """Have the file system report edits to a server, which otherwise polls the dates of all files twice a second.

    Return those of the paths that the server watches already. File systems that a virtual machine shares report no
    events: with POLL in the environment, `set_up_server` does not call this.
    """
    watched_paths = []
    for name in paths:
        with suppress(KeyError):  # the theme is watched only with `--watch-theme`
            server.unwatch(name)
            watched_paths.append(Path(name))
    server.observer = EditObserver()  # MkDocs has no other interface for it
    server.build_delay = BUILD_DELAY
    return watched_paths
