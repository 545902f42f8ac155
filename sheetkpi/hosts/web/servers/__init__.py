"""The programs that serve the app."""
