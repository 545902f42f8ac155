"""Shipped files, and commands that install missing packages."""
