"""From cells to cells: calculate a KPI as a spreadsheet does."""
