"""KPIs that are computed here, for spreadsheets in which no script may run."""
