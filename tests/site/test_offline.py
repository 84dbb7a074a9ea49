"""The copy of the site that opens from disk: every link in it leads to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from zipfile import ZipFile

import pytest

from macros.pages import urls
from tests.site.pages import all_pages, load_page, parse_page

if TYPE_CHECKING:
    from pathlib import Path

HREFS = "//@href | //@src | //@data-theme"


@pytest.fixture(scope="module")
def copy(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the copy."""
    folder = tmp_path_factory.mktemp("disk")
    with ZipFile(site / urls.OFFLINE) as archive:
        archive.extractall(folder)
    return folder / "offline"


def test_every_link_of_the_copy_leads_to_a_file(copy: Path) -> None:
    pages = all_pages(copy)
    assert len(pages) > 40
    for page in pages:
        links = (urlsplit(str(href)) for href in parse_page(page).xpath(HREFS))
        paths = {unquote(link.path) for link in links if not link.scheme and link.path}
        assert [path for path in sorted(paths) if not (page.parent / path).is_file()] == []


def test_the_page_of_data_links_the_copy_which_links_the_newest_copy(site: Path, copy: Path) -> None:
    hrefs = [load_page(folder, urls.DATA).xpath("//*[@id='offline']//@href") for folder in (site, copy)]
    assert hrefs == [["offline.zip"], ["https://site.example/data/offline.zip"]]
