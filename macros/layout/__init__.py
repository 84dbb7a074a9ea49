"""Geometry: where boxes, lines, arcs and bars go, in CSS px from the top left corner. No markup."""
