"""print_webkit.py ADDRESS FILE: print a page to a PDF in WebKitGTK. It needs Debian's Python and bindings."""

from __future__ import annotations

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")

from gi.repository import Gtk, WebKit2  # noqa: E402 - the versions come first


def print_page(view: WebKit2.WebView, path: str) -> None:
    """Print the loaded page on A4, and end the program."""
    settings = Gtk.PrintSettings()
    settings.set_printer("Print to File")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    settings.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, f"file://{path}")
    settings.set_paper_size(Gtk.PaperSize.new("iso_a4"))
    view.operation = WebKit2.PrintOperation.new(view)
    view.operation.set_print_settings(settings)
    view.operation.connect("finished", lambda _: Gtk.main_quit())
    view.operation.connect("failed", lambda _, error: sys.exit(error.message))
    view.operation.print_()


def main(address: str, path: str) -> None:
    """Load a page in an offscreen window, and print it."""
    view = WebKit2.WebView()
    window = Gtk.OffscreenWindow()
    window.add(view)
    window.show_all()
    finished = WebKit2.LoadEvent.FINISHED
    view.connect("load-changed", lambda _, event: print_page(view, path) if event == finished else None)
    view.load_uri(address)
    Gtk.main()


if __name__ == "__main__":
    main(*sys.argv[1:])
