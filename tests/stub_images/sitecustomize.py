"""Replaces the SVG renderer by one that draws one pixel; Python imports it if this folder is on `PYTHONPATH`."""

import base64

import resvg_py

PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4//8/AAX+Av4N70a4AAAAAElFTkSuQmCC")

resvg_py.svg_to_bytes = lambda **_: PIXEL
