"""Where people meet a KPI: each host reads records, never formulas, never another host."""
