"""What a KPI is: kinds of values, operations, records, and the errors of cells."""
