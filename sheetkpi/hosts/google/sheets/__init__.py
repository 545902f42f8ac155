"""Shared spreadsheets of Google: templates published into them, tables written, read and computed there."""
