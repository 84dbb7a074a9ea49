"""The error of postprocessing."""


class PostprocessError(Exception):
    """A built page lacks what postprocessing needs, or was postprocessed already."""
