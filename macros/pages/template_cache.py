"""Templates kept as they were compiled, from build to build, as Python keeps modules.

To compile ours and the theme's takes a second, a tenth of what it costs to build a hundred entries.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from pickle import UnpicklingError
from typing import TYPE_CHECKING

from jinja2 import FileSystemBytecodeCache

if TYPE_CHECKING:
    from jinja2.bccache import Bucket

ROOM = Path(__file__).parent
KEPT = ROOM.parents[1] / ".cache" / "templates"


class Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled, for as long as their files say the same and what compiled them is the same.

    Jinja compares digests of the templates. That which works constants out for them, filters among it, is Jinja itself,
    the engine and the modules of this room: with any other of these the folder is another, and the old one goes.
    """

    def __init__(self, kept: Path = KEPT, room: Path = ROOM) -> None:
        """Say which folder is theirs; nothing is written yet."""
        modules = (path.read_bytes() for path in sorted(room.glob("*.py")))
        versions = (version(name).encode() for name in ("jinja2", "mkdocs"))
        self._all = kept
        super().__init__(str(kept / sha256(b"\0".join((*versions, *modules))).hexdigest()[:16]))

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled, if it was; what is damaged was not."""
        with suppress(EOFError, UnpicklingError, OSError):
            super().load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled, where that can be written: without, only time is lost."""
        with suppress(OSError):
            if not Path(self.directory).exists():
                shutil.rmtree(self._all, ignore_errors=True)
                Path(self.directory).mkdir(parents=True)
            super().dump_bytecode(bucket)


COMPILED = Compiled()
