"""The formulas, one module per topic: the only folder that a new KPI touches."""
