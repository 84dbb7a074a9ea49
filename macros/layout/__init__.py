"""Geometry of figures: coordinates of boxes, edges, spans and labels, in CSS px from the top left corner. No markup."""
