"""Formulas as text: one module a dialect, one entry an operation, and a missing entry is an error."""
