"""Runs people's SQL on DuckDB, in processes that are allowed to die. Knows neither Discord nor the store."""
