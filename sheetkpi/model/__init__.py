"""The model of a KPI: kinds of values, operations, records, errors of cells."""
