"""Tables that people type or export, as typed rows."""
