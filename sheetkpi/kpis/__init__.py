"""The formulas, a module a topic: the only folder that a new KPI touches."""
