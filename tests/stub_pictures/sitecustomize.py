"""Python imports this at its start where this folder is on `PYTHONPATH`: every picture is one pixel, drawn at once."""

import base64

import resvg_py

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC")

resvg_py.svg_to_bytes = lambda **_: PIXEL
