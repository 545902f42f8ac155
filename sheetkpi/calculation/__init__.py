"""Cells in, cells out: what a spreadsheet shows for a call."""
