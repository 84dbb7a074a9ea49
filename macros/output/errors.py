"""The errors of output."""


class OutputError(Exception):
    """The site, or an export of it, cannot be made or put in place."""


class PostprocessError(OutputError):
    """A built page lacks what postprocessing needs, or was postprocessed already."""
